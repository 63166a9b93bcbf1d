using Fleet.Api.Contracts.Nodes;

namespace Fleet.Api.Contracts.Containers;

/// <summary>What a container uses; bytes and nanoseconds, null where the kernel does not say.</summary>
public sealed record StatsInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Cores in use on average since the reading before; null in the first.</summary>
    public double? Cpu { get; init; }

    /// <summary>In cores; null without a quota.</summary>
    public double? CpuLimit { get; init; }

    /// <summary>CPU time since the container's start, in nanoseconds.</summary>
    public long CpuUsage { get; init; }

    public long CpuUser { get; init; }

    public long CpuSystem { get; init; }

    /// <summary>Null without a quota: nothing can be throttled then.</summary>
    public ThrottlingInfo? Throttling { get; init; }

    /// <summary>In use, less inactive file cache, as docker shows it.</summary>
    public long Memory { get; init; }

    public long MemoryWithCache { get; init; }

    /// <summary>Null when unlimited.</summary>
    public long? MemoryLimit { get; init; }

    public long? Swap { get; init; }

    public long OomKills { get; init; }

    public long Pids { get; init; }

    public long? PidsLimit { get; init; }

    public long BlockRead { get; init; }

    public long BlockWritten { get; init; }

    public long BlockReadOperations { get; init; }

    public long BlockWriteOperations { get; init; }

    /// <summary>All interfaces but loopback; 0 for those on the node's network.</summary>
    public long NetworkReceived { get; init; }

    public long NetworkSent { get; init; }

    /// <summary>Share of the last 10 s in which some task waited; null where not accounted.</summary>
    public PressureInfo? Pressure { get; init; }
}

public sealed record ThrottlingInfo(long Periods, long ThrottledPeriods, long ThrottledNanoseconds);
