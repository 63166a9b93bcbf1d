using System.Globalization;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Nodes;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What the columns of <c>stats</c> show, and how the help explains them.</summary>
internal static class StatsColumns
{
    public const string Notes = """
        CPU %       of one core, since the reading before: 200 is two cores in full use
        OF LIMIT    the same, of the quota (--cpus); "-" without one
        THROTTLED   periods in which it ran out of quota, of all in which it wanted to run, and for how long; "none" without a quota
        MEMORY      in use, less inactive file cache, which could simply be dropped; files in /dev/shm count
        LIMIT       what it may use; "none" without a limit
        MEM %       of that limit
        PIDS        processes and threads, and how many there may be
        NET I/O     received and sent by all interfaces but loopback; nothing on the node's own network
        BLOCK I/O   read from and written to block devices; what the cache served does not count

        --wide adds:
        OF HOST     CPU since the reading before, of all that the machine has
        ANON        heaps, stacks and private copies: gone only by swapping or by an end
        FILE        file cache, with what is in tmpfs and shared memory (SHMEM), which cannot be dropped
        KERNEL      what the kernel keeps for it: stacks, page tables, slabs, sockets
        SWAP, PEAK  swapped out; the most that was ever charged, caches included
        OOM KILLS   processes that the kernel killed for want of memory
        OPS         read and write operations on block devices
        PRESSURE    percent of the last 10 s in which some task waited for CPU, memory and I/O; "-" where not accounted
        INTERFACES  each with received and sent
        """;

    public static readonly IReadOnlyList<Column<StatsInfo>> Usual =
    [
        new("ID", s => s.Id),
        new("NAME", s => s.Name),
        new("CPU %", s => Percent(s.CpuPercent), Right: true),
        new("OF LIMIT", s => Percent(s.CpuPercentOfLimit), Right: true),
        new("THROTTLED", s => Throttled(s.Throttling), Right: true),
        new("MEMORY", s => Show.Bytes(s.Memory), Right: true),
        new("LIMIT", s => s.MemoryLimit is { } limit ? Show.Bytes(limit) : "none", Right: true),
        new("MEM %", s => Percent(s.MemoryPercent), Right: true),
        new("PIDS", s => $"{s.Pids}{(s.PidsLimit is { } limit ? $" / {limit}" : "")}", Right: true),
        new("NET I/O", s => $"{Show.Bytes(s.NetworkReceived)} / {Show.Bytes(s.NetworkSent)}", Right: true),
        new("BLOCK I/O", s => $"{Show.Bytes(s.BlockRead)} / {Show.Bytes(s.BlockWritten)}", Right: true),
    ];

    public static readonly IReadOnlyList<Column<StatsInfo>> Wide =
    [
        .. Usual,
        new("OF HOST", s => Percent(s.CpuPercentOfHost), Right: true),
        new("ANON", s => Show.Bytes(s.MemoryAnonymous), Right: true),
        new("FILE", s => Show.Bytes(s.MemoryFile), Right: true),
        new("SHMEM", s => Show.Bytes(s.MemoryShared), Right: true),
        new("KERNEL", s => Bytes(s.MemoryKernel), Right: true),
        new("SWAP", s => Bytes(s.Swap), Right: true),
        new("PEAK", s => Bytes(s.MemoryPeak), Right: true),
        new("OOM KILLS", s => $"{s.OomKills}", Right: true),
        new("OPS", s => $"{s.BlockReadOperations} / {s.BlockWriteOperations}", Right: true),
        new("PRESSURE", s => Pressure(s.Pressure), Right: true),
        new("INTERFACES", s => string.Join(", ", s.Interfaces.Select(i => $"{i.Name} {Show.Bytes(i.ReceivedBytes)} / {Show.Bytes(i.SentBytes)}"))),
    ];

    public static string Percent(double? percent) => percent is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) + "%" : "-";

    public static string Throttled(ThrottlingInfo? throttling) => throttling is not { } t ? "none"
        : $"{t.ThrottledPeriods}/{t.Periods} {Seconds(t.ThrottledNanoseconds)}";

    private static string Seconds(long nanoseconds) => (nanoseconds / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + "s";

    private static string Bytes(long? bytes) => bytes is { } known ? Show.Bytes(known) : "-";

    private static string Pressure(PressureInfo? pressure) =>
        pressure is not { } p ? "-" : $"{Share(p.Cpu)} {Share(p.Memory)} {Share(p.Io)}";

    private static string Share(double? share) => share is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) : "-";
}
