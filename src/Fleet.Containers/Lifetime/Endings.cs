using Fleet.Containers.Records;
using Fleet.Shim.Protocol;
using ShimExit = Fleet.Shim.Protocol.ExitRecord;

namespace Fleet.Containers.Lifetime;

/// <summary>How a container ended, from what is on disk.</summary>
internal static class Endings
{
    /// <summary>The shim's record of this run; null when there is none.</summary>
    public static ExitRecord? Read(ContainerFolder folder, string? runId)
    {
        try
        {
            ShimExit exit = ShimExit.FromBytes(File.ReadAllBytes(folder.Exit));
            return exit.RunId == runId ? Of(exit) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or Fleet.Shim.Protocol.Wire.WireException)
        {
            return null;
        }
    }

    public static ExitRecord Of(ShimExit exit) => new()
    {
        ExitCode = exit.Code,
        Signal = exit.Signal == 0 ? null : exit.Signal,
        OomKilled = exit.OomKilled,
        StartedAt = exit.StartedAt == 0 ? null : Time(exit.StartedAt),
        FinishedAt = Time(exit.FinishedAt),
        Message = Message(exit),
    };

    /// <summary>The end that nobody saw, with the reason as far as it can be told; the same at every look.</summary>
    public static ExitRecord Lost(ContainerFolder folder, ContainerRecord? record, ShimState? state, string bootId, DateTimeOffset now)
    {
        if (LostRecord.TryRead(folder.Lost) is not { } lost || lost.RunId != record?.RunId)
        {
            bool mayHaveRun = MayHaveRun(record, state, bootId);
            DateTimeOffset? started = state is { StartedAt: > 0 } ? Time(state.StartedAt) : mayHaveRun ? record?.MadeAt ?? now : null;
            lost = new LostRecord(record?.RunId, now, Reason(record, state, bootId), started, !mayHaveRun);
            lost.Write(folder.Lost);
        }

        return new ExitRecord
        {
            StartedAt = lost.StartedAt,
            NeverRan = lost.NeverRan,
            FinishedAt = lost.NoticedAt,
            Message = lost.Message,
        };
    }

    /// <summary>Null when there is none of this run.</summary>
    public static ShimState? State(ContainerFolder folder, string? runId)
    {
        try
        {
            ShimState state = ShimState.FromBytes(File.ReadAllBytes(folder.State));
            return state.RunId == runId ? state : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or Fleet.Shim.Protocol.Wire.WireException)
        {
            return null;
        }
    }

    internal static DateTimeOffset Time(long unixNanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(unixNanoseconds / 100);

    // The shim's state is not flushed to the disk: of a boot that ended by a crash it may be gone or an older one.
    private static bool MayHaveRun(ContainerRecord? record, ShimState? state, string bootId) =>
        state is { Phase: ShimPhase.Running or ShimPhase.Exited } || (record is not null && record.BootId != bootId);

    private static string Reason(ContainerRecord? record, ShimState? state, string bootId) => (record, state) switch
    {
        ({ } made, _) when made.BootId != bootId => "the machine went down while it ran; its exit code is unknown",
        (_, { Phase: ShimPhase.Running or ShimPhase.Exited }) => "shim killed: its exit code is unknown",
        (_, { Phase: ShimPhase.Created }) => "shim killed before it was started: it never ran",
        _ => "making it was interrupted; it never ran",
    };

    private static string Message(ShimExit exit) => exit switch
    {
        { Error.Length: > 0 } => exit.Error,
        { OomKilled: true } => "out of memory: the kernel killed it at its memory limit",
        { Reason: ExitReason.AgentSilent } => "stopped by its shim: nothing was heard from the agent for longer than allowed",
        _ => "",
    };
}
