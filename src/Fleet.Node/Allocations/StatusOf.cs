using Fleet.Containers;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>From what runtime and record say to what the machine is told.</summary>
internal static class StatusOf
{
    /// <summary>What an agent that has just started makes of a container: the runtime's word goes before the record's.</summary>
    public static ContainerStatus Adopted(AllocationRecord record, RunningContainer? running)
    {
        var known = new ContainerStatus { ImageDigest = record.ImageDigest, Restarts = record.Restarts, Doubled = record.Doubled };
        if (record.End is { } end && end.Run == record.Run) return Ended(known, end) with { RestartAt = record.RestartAt };
        return running?.Phase switch
        {
            null => known with { Phase = Phase.Pending },
            ContainerPhase.Created => known with { Phase = Phase.Created },
            ContainerPhase.Running => known with { Phase = Phase.Running, Pid = running.Pid, StartedAt = running.StartedAt },
            ContainerPhase.Paused => known with { Phase = Phase.Paused, Pid = running.Pid, StartedAt = running.StartedAt },
            // It was lost before anybody had started it, or while it was being made: no failure of its own, it is made anew.
            _ when running.Exit is { NeverRan: true } || (running.Exit is { ExitCode: null } && record is { Started: false, Assignment: null }) => known with { Phase = Phase.Pending },
            _ => Ended(known, Ended(record.Run, running.Exit!, running.ReadResult())),
        };
    }

    /// <summary>
    /// What its owner wants under an agent that has just started. One that was stopped by hand stays stopped; only the policy
    /// <c>always</c> starts it again with the host, as docker's does with its daemon.
    /// </summary>
    public static ContainerDesire Wanted(AllocationRecord record, string bootId) =>
        record is { Desire: ContainerDesire.Stop, Started: true, Restart.Mode: RestartMode.Always, DesiredInBoot.Length: > 0 }
        && record.DesiredInBoot != bootId ? ContainerDesire.Run : record.Desire;

    public static EndRecord Ended(int run, ExitRecord exit, byte[]? result) => new()
    {
        Run = run,
        ExitCode = exit.ExitCode,
        OomKilled = exit.OomKilled,
        StartedAt = exit.StartedAt,
        FinishedAt = exit.FinishedAt,
        Message = exit.Message,
        Result = [.. result ?? []],
    };

    public static EndRecord Ended(int run, ContainerStatus status) => new()
    {
        Run = run,
        ExitCode = status.ExitCode,
        OomKilled = status.OomKilled,
        StartedAt = status.StartedAt,
        FinishedAt = status.FinishedAt ?? default,
        Message = status.Message,
        Result = status.Result,
    };

    private static ContainerStatus Ended(ContainerStatus known, EndRecord end) => known with
    {
        Phase = Phase.Exited,
        ExitCode = end.ExitCode,
        OomKilled = end.OomKilled,
        StartedAt = end.StartedAt,
        FinishedAt = end.FinishedAt,
        Message = end.Message,
        Result = end.Result,
    };
}
