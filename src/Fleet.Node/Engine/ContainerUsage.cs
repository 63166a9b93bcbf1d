namespace Fleet.Node.Engine;

/// <summary>What a container uses. Bytes, cores, nanoseconds; null where the kernel does not say.</summary>
public sealed record ContainerUsage
{
    public required DateTimeOffset Time { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Cores in use on average since the reading before; null in the first.</summary>
    public double? Cpus { get; init; }

    /// <summary>Of the machine.</summary>
    public int HostCpus { get; init; }

    /// <summary>The quota as the kernel has it; null: none.</summary>
    public double? CpuLimit { get; init; }
    public long CpuNanoseconds { get; init; }
    public long CpuUserNanoseconds { get; init; }
    public long CpuSystemNanoseconds { get; init; }

    /// <summary>Null without a quota: nothing can be throttled then.</summary>
    public long? ThrottledPeriods { get; init; }
    public long? Periods { get; init; }
    public long? ThrottledNanoseconds { get; init; }

    /// <summary>Less what could simply be dropped (inactive file cache), as docker shows it.</summary>
    public long MemoryBytes { get; init; }
    public long MemoryWithCacheBytes { get; init; }
    public long? MemoryLimitBytes { get; init; }
    public long? SwapBytes { get; init; }
    public long AnonymousBytes { get; init; }

    /// <summary>File cache, shared memory included.</summary>
    public long FileBytes { get; init; }
    public long SharedBytes { get; init; }
    public long? KernelBytes { get; init; }

    /// <summary>The most that was in use at any time, caches included.</summary>
    public long? PeakBytes { get; init; }
    public long OomKills { get; init; }

    public long Pids { get; init; }
    public long? PidsLimit { get; init; }

    public long BlockReadBytes { get; init; }
    public long BlockWrittenBytes { get; init; }
    public long BlockReadOperations { get; init; }
    public long BlockWriteOperations { get; init; }

    /// <summary>All interfaces but loopback; 0 for those on the node's network.</summary>
    public long NetworkReceivedBytes { get; init; }
    public long NetworkSentBytes { get; init; }
    public IReadOnlyList<LinkUsage> Links { get; init; } = [];

    /// <summary>PSI, percent of the last 10 s; null where not accounted.</summary>
    public double? CpuPressure { get; init; }
    public double? MemoryPressure { get; init; }
    public double? IoPressure { get; init; }
}

/// <summary>One network interface of the container, loopback included.</summary>
public sealed record LinkUsage(
    string Name, long ReceivedBytes, long ReceivedPackets, long ReceiveErrors, long ReceiveDropped,
    long SentBytes, long SentPackets, long SendErrors, long SendDropped);
