using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Limits of the group and of single processes. What a value may be is the cgroup driver's to say.</summary>
internal static class LimitsOf
{
    private const long DefaultPeriod = 100_000;     // microseconds, the kernel's own

    public static CgroupLimits Group(ContainerLimits limits, IReadOnlyList<DeviceRule>? devices, Func<string, HostDevice?> deviceAt) => new()
    {
        Cpus = limits.CpuQuota is { } quota ? Math.Max(0, (double)quota) / (limits.CpuPeriod ?? DefaultPeriod) : limits.MilliCpu / 1000.0,
        CpuPeriodMicroseconds = limits.CpuPeriod,
        CpuShares = limits.CpuShares,
        CpusetCpus = limits.CpusetCpus,
        CpusetMems = limits.CpusetMems,
        Memory = limits.MemoryBytes,
        MemoryAndSwap = limits.MemorySwapBytes,
        MemoryReservation = limits.MemoryReservationBytes,
        Pids = limits.Pids,
        IoWeight = limits.IoWeight,
        IoThrottles = Rates(limits, deviceAt),
        Devices = devices,
    };

    /// <exception cref="EngineException">Invalid: a path is no block device.</exception>
    public static IReadOnlyList<IoThrottle> Rates(ContainerLimits limits, Func<string, HostDevice?> deviceAt) => [.. limits.IoRates.Select(rate =>
        deviceAt(rate.Device) is { Block: true } device
            ? new IoThrottle(device.Major, device.Minor)
            {
                ReadBytesPerSecond = rate.ReadBytes,
                WriteBytesPerSecond = rate.WriteBytes,
                ReadOperationsPerSecond = rate.ReadOperations,
                WriteOperationsPerSecond = rate.WriteOperations,
            }
            : throw new EngineException(EngineError.Invalid, $"'{rate.Device}' is not a block device of this node (see lsblk)"))];

    /// <summary>docker's names to getrlimit(2)'s; -1 is RLIM_INFINITY.</summary>
    public static IReadOnlyList<RlimitSpec> Process(IEnumerable<Ulimit> ulimits) => [.. ulimits.Select(limit =>
        new RlimitSpec("RLIMIT_" + limit.Name.ToUpperInvariant(), unchecked((ulong)limit.Soft), unchecked((ulong)limit.Hard)))];
}
