using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Limits of the group and of single processes. What a value may be is the cgroup driver's to say.</summary>
internal static class LimitsOf
{
    private static readonly string[] RlimitNames =
    [
        "as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime",
        "sigpending", "stack",
    ];

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
        !RlimitNames.Contains(limit.Name)
            ? throw new EngineException(EngineError.Invalid, $"ulimit '{limit.Name}' is not known: use one of {string.Join(", ", RlimitNames)}")
        : limit.Hard >= 0 && (limit.Soft > limit.Hard || limit.Soft < 0)
            ? throw new EngineException(EngineError.Invalid, $"ulimit {limit.Name}: soft limit {limit.Soft} is above the hard limit {limit.Hard}")
        : new RlimitSpec("RLIMIT_" + limit.Name.ToUpperInvariant(), unchecked((ulong)limit.Soft), unchecked((ulong)limit.Hard)))];
}
