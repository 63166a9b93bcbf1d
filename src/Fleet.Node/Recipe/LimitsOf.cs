using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Model;

namespace Fleet.Node.Recipe;

/// <summary>Limits of the group and of single processes. What a value may be is the cgroup driver's to say.</summary>
internal static class LimitsOf
{
    public static CgroupLimits Group(ContainerLimits limits, IReadOnlyList<DeviceRule>? devices) => new()
    {
        Cpus = limits.MilliCpu / 1000.0,
        CpuShares = limits.CpuShares,
        CpusetCpus = limits.CpusetCpus,
        Memory = limits.MemoryBytes,
        MemoryAndSwap = limits.MemorySwapBytes,
        MemoryReservation = limits.MemoryReservationBytes,
        Pids = limits.Pids,
        Devices = devices,
    };

    /// <summary>docker's names to getrlimit(2)'s; -1 is RLIM_INFINITY.</summary>
    public static IReadOnlyList<RlimitSpec> Process(IEnumerable<Ulimit> ulimits) => [.. ulimits.Select(limit =>
        new RlimitSpec("RLIMIT_" + limit.Name.ToUpperInvariant(), unchecked((ulong)limit.Soft), unchecked((ulong)limit.Hard)))];
}
