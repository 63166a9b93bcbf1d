using System.Collections.Immutable;
using Fleet.Api.Contracts.Nodes;

namespace Fleet.Api.Contracts.Containers;

/// <summary>What a container uses; bytes and nanoseconds, null where the kernel does not say.</summary>
public sealed record StatsInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Where it runs; filled in where readings of several nodes come together.</summary>
    public string Node { get; init; } = "";

    /// <summary>Cores in use on average since the reading before; null in the first.</summary>
    public double? Cpu { get; init; }

    /// <summary>Those of the node's machine.</summary>
    public int HostCpus { get; init; }

    /// <summary>Percent of one core, as docker shows it: 200 for two cores in full use.</summary>
    public double? CpuPercent => Percent(Cpu, 1);

    /// <summary>Percent of all that the machine has.</summary>
    public double? CpuPercentOfHost => Percent(Cpu, HostCpus);

    /// <summary>Percent of the quota; null without one.</summary>
    public double? CpuPercentOfLimit => Percent(Cpu, CpuLimit);

    /// <summary>The quota in cores, as the kernel has it; null without one.</summary>
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

    /// <summary>Percent of the limit; null without one.</summary>
    public double? MemoryPercent => Percent(Memory, MemoryLimit);

    /// <summary>Heaps, stacks, private copies: gone only by swapping or by an end.</summary>
    public long MemoryAnonymous { get; init; }

    /// <summary>File cache, with what is in tmpfs and shared memory.</summary>
    public long MemoryFile { get; init; }

    /// <summary>Tmpfs and shared memory, which count as file cache but cannot be dropped.</summary>
    public long MemoryShared { get; init; }

    /// <summary>What the kernel keeps for it: stacks, page tables, slabs, sockets.</summary>
    public long? MemoryKernel { get; init; }

    /// <summary>The most that was ever charged, caches included.</summary>
    public long? MemoryPeak { get; init; }

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

    /// <summary>Each interface of its network namespace; empty for those on the node's network.</summary>
    public ImmutableArray<InterfaceInfo> Interfaces { get; init; } = [];

    /// <summary>Share of the last 10 s in which some task waited; null where not accounted.</summary>
    public PressureInfo? Pressure { get; init; }

    private static double? Percent(double? part, double? whole) => part is { } some && whole is > 0 and var all ? Math.Round(100 * some / all, 2) : null;
}

public sealed record ThrottlingInfo(long Periods, long ThrottledPeriods, long ThrottledNanoseconds);

/// <summary>Counters of one network interface (proc_pid_net(5)).</summary>
public sealed record InterfaceInfo(
    string Name, long ReceivedBytes, long ReceivedPackets, long ReceiveErrors, long ReceiveDropped,
    long SentBytes, long SentPackets, long SendErrors, long SendDropped);
