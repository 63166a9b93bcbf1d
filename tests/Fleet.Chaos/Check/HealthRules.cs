using Fleet.Chaos.History;
using Fleet.Chaos.Plan;
using Fleet.Model;

namespace Fleet.Chaos.Check;

/// <summary>Whatever happens to agents, schedulers and clients, a container that nobody struck and nobody stopped goes on.</summary>
internal static class HealthRules
{
    /// <summary>A task whose last beat is so close to the end of the history may still be alive.</summary>
    public const long StillAlive = 3000;

    /// <summary>Milliseconds from the end of a fault until an agent has a session again; until then its shims may act.</summary>
    public const long ReachableWithin = 8000;

    /// <summary>
    /// A service's task ends only if its own host was killed, its host was away for longer than the job's stop-after-silence, its
    /// shim was killed, or a client changed or stopped its job.
    /// </summary>
    public static IEnumerable<string> Restarted(Facts facts)
    {
        var calls = facts.Calls.Where(call => call.Begin.Kind is CallKind.Submit or CallKind.Scale or CallKind.Stop).ToLookup(call => call.Begin.Job);
        foreach (var run in facts.Runs.GroupBy(ran => ran.Allocation).Select(pieces => pieces.MaxBy(piece => piece.Until)!))
        {
            string job = Facts.JobOf(run.Name);
            if (run.Until > facts.End - StillAlive || !calls[job].Any(call => call.Begin is { Kind: CallKind.Submit, Type: TaskType.Service })) continue;
            if (facts.Shims[run.Allocation].Any() || IsStruck(facts, run) || IsChanged(calls[job], run)) continue;
            yield return $"{run.Name} ({run.Allocation}) on {run.Node} ended at {run.Until}, and nothing had struck it";
        }
    }

    // Its host was dead or stood still at that time, or its agent had been out of reach long enough for its shim to act.
    private static bool IsStruck(Facts facts, TaskRan run) => facts.Faults.Any(fault => fault.On == run.Node
        && (fault.Kind is FaultKind.HostKill or FaultKind.HostStop ? fault.Overlaps(run.Until - StillAlive, run.Until + StillAlive)
            : run.Until - fault.From > Load.Jobs.StopAfterSilence.TotalMilliseconds / 2 && run.Until <= fault.Until + ReachableWithin));

    // The submission that it came of is no excuse: the job's first. Of later ones any may have ended it that was made while it was
    // being started, or after.
    private static bool IsChanged(IEnumerable<WholeCall> calls, TaskRan run)
    {
        var first = calls.FirstOrDefault(call => call.Begin.Kind == CallKind.Submit);
        return calls.Any(call => call != first && call.MayHaveHappened
            && call.Begin.At > run.At - RunRules.StopsWithin && call.Begin.At <= run.Until + StillAlive);
    }
}
