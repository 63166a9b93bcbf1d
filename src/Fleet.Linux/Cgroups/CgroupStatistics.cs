namespace Fleet.Linux.Cgroups;

/// <summary>What a group used and uses; one record for both versions. Bytes and nanoseconds throughout; null where the kernel does not say.</summary>
public sealed record CgroupStatistics
{
    public required CpuStatistics Cpu { get; init; }
    public required MemoryStatistics Memory { get; init; }
    public required PidsStatistics Pids { get; init; }
    public IReadOnlyList<IoStatistics> Io { get; init; } = [];

    /// <summary>Null where the kernel has no pressure accounting for the group.</summary>
    public Pressure? IoPressure { get; init; }
}

/// <param name="UsageNanoseconds">CPU time since the group was made.</param>
/// <param name="Throttling">Null without a quota: then nothing can be throttled, which is not the same as zero.</param>
/// <param name="Pressure">Null where the kernel has no pressure accounting for the group (v1, psi=0).</param>
public sealed record CpuStatistics(
    long UsageNanoseconds, long UserNanoseconds, long SystemNanoseconds, Throttling? Throttling, Pressure? Pressure)
{
    /// <summary>The quota in cores, as the kernel has it; null without one.</summary>
    public double? Limit { get; init; }
}

/// <param name="Periods">Quota windows in which the group wanted to run.</param>
/// <param name="ThrottledPeriods">Those in which it ran out of quota.</param>
/// <param name="ThrottledNanoseconds">How long it was held back, summed over its CPUs.</param>
public sealed record Throttling(long Periods, long ThrottledPeriods, long ThrottledNanoseconds);

/// <summary>Share of the last 10, 60 and 300 seconds in which some, or all, tasks waited, in percent, and the sum (kernel: accounting/psi).</summary>
public sealed record Pressure(PressureLine Some, PressureLine? Full);

public sealed record PressureLine(double Average10, double Average60, double Average300, long TotalMicroseconds);

public sealed record MemoryStatistics
{
    /// <summary>What is in use and could not simply be dropped: the kernel's usage less inactive file cache (as docker shows it).</summary>
    public required long Usage { get; init; }

    /// <summary>All that is charged to the group, caches included.</summary>
    public required long UsageWithCache { get; init; }

    /// <summary>Null when unlimited.</summary>
    public long? Limit { get; init; }

    public long Anonymous { get; init; }
    public long File { get; init; }
    public long InactiveFile { get; init; }
    public long Shared { get; init; }

    /// <summary>What the kernel keeps on its behalf: stacks, page tables, slabs, sockets; part of <see cref="Usage"/>. Null where it does not say.</summary>
    public long? Kernel { get; init; }

    /// <summary>Null where swap is not accounted.</summary>
    public long? Swap { get; init; }

    /// <summary>The most that was charged at any time; null before kernel 5.19 on v2.</summary>
    public long? Peak { get; init; }

    /// <summary>Processes of the group that the kernel killed for want of memory.</summary>
    public long OomKills { get; init; }

    public Pressure? Pressure { get; init; }
}

/// <param name="Limit">Null when unlimited.</param>
public sealed record PidsStatistics(long Current, long? Limit);

/// <summary>What went to and from one block device.</summary>
public sealed record IoStatistics(
    uint Major, uint Minor, long ReadBytes, long WrittenBytes, long ReadOperations, long WriteOperations);
