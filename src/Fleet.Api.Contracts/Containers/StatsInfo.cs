using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Containers;

/// <summary>What a container uses; bytes and nanoseconds, null where the kernel does not say.</summary>
public sealed record StatsInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Cores in use over the last interval.</summary>
    public double? Cpu { get; init; }

    /// <summary>CPU time since the container's start, in nanoseconds.</summary>
    public long CpuUsage { get; init; }

    public long CpuUser { get; init; }

    public long CpuSystem { get; init; }

    /// <summary>Null without a quota.</summary>
    public ThrottlingInfo? Throttling { get; init; }

    /// <summary>In use, less inactive file cache.</summary>
    public long Memory { get; init; }

    public long MemoryWithCache { get; init; }

    /// <summary>Null when unlimited.</summary>
    public long? MemoryLimit { get; init; }

    public long? MemoryPeak { get; init; }

    public long? Swap { get; init; }

    public long OomKills { get; init; }

    public long Pids { get; init; }

    public long? PidsLimit { get; init; }

    public long BlockRead { get; init; }

    public long BlockWritten { get; init; }

    public ImmutableArray<NetworkStats> Networks { get; init; } = [];
}

public sealed record ThrottlingInfo(long Periods, long ThrottledPeriods, long ThrottledNanoseconds);

public sealed record NetworkStats(string Name, long ReceivedBytes, long SentBytes, long ReceivedPackets, long SentPackets);
