using Fleet.Cli.CommandLine;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary>The limits of <c>fleet run</c>.</summary>
internal static class LimitOptions
{
    public static ContainerLimits Read(RunOptions options, CommandContext context) => new()
    {
        MilliCpu = context.Get(options.Cpus) is { } cpus ? Cpus(cpus) : null,
        CpuShares = context.Get(options.CpuShares) is { } shares ? RunRequest.Whole("--cpu-shares", shares) : null,
        CpusetCpus = context.Get(options.CpusetCpus),
        MemoryBytes = Size("--memory", context.Get(options.Memory)),
        MemorySwapBytes = context.Get(options.MemorySwap) is "-1" ? -1 : Size("--memory-swap", context.Get(options.MemorySwap)),
        MemoryReservationBytes = Size("--memory-reservation", context.Get(options.MemoryReservation)),
        Pids = context.Get(options.PidsLimit) is { } pids ? RunRequest.Whole("--pids-limit", pids) : null,
    };

    private static long Cpus(string text) => CpuAmount.TryParse(text, out long milli, out string? fault) ? milli : throw RunRequest.Fault("--cpus", fault);

    private static long? Size(string option, string? text) =>
        text is null ? null : ByteSize.TryParse(text, out long bytes, out string? fault) ? bytes : throw RunRequest.Fault(option, fault);
}
