using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>What the container's cgroup is limited to; null means unlimited.</summary>
public sealed record ContainerLimits
{
    /// <summary>Quota in thousandths of a core, from 10 to the node's CPUs; 0: none.</summary>
    public long? MilliCpu { get; init; }

    /// <summary>Relative weight as docker counts it: 2 to 262144, 1024 by default.</summary>
    public long? CpuShares { get; init; }

    /// <summary>The window of the quota in microseconds, 1,000 to 1,000,000; null: 100,000.</summary>
    public long? CpuPeriod { get; init; }

    /// <summary>The quota itself in microseconds a period, instead of <see cref="MilliCpu"/>; -1: none.</summary>
    public long? CpuQuota { get; init; }

    /// <summary>A list as in cpuset(7): <c>0-3,7</c>.</summary>
    public string? CpusetCpus { get; init; }

    /// <summary>Memory nodes, as a list.</summary>
    public string? CpusetMems { get; init; }

    /// <summary>In bytes, at least 6 MiB; 0: none.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory and swap together, in bytes, not less than <see cref="MemoryBytes"/>; -1: unlimited swap.</summary>
    public long? MemorySwapBytes { get; init; }

    /// <summary>In bytes, less than <see cref="MemoryBytes"/>.</summary>
    public long? MemoryReservationBytes { get; init; }

    /// <summary>Processes and threads; 0 and -1 mean unlimited.</summary>
    public long? Pids { get; init; }

    /// <summary>Relative weight of block I/O, 10 to 1000.</summary>
    public int? IoWeight { get; init; }

    /// <summary>Rates of block devices, each device once.</summary>
    public ImmutableArray<IoRate> IoRates { get; init => field = value.IsDefaultOrEmpty ? [] : value; } = [];     // one empty list, so that limits without compare equal
}

/// <summary>A resource limit (setrlimit(2)); -1 is unlimited. <see cref="Name"/> in docker's words: nofile, nproc, core...</summary>
public sealed record Ulimit(string Name, long Soft, long Hard);
