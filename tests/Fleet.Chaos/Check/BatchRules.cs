using Fleet.Chaos.History;
using Fleet.Chaos.Plan;
using Fleet.Model;

namespace Fleet.Chaos.Check;

/// <summary>A batch task that has done its work is not run again.</summary>
internal static class BatchRules
{
    /// <summary>Milliseconds that the shim may take from the task's last word to the record of its end.</summary>
    public const long RecordedWithin = 1500;

    /// <summary>
    /// After a task said that it was done, only a node that was struck before it could tell anybody excuses another run: one whose
    /// host or shim died at that moment, or, where the job may be replaced, one that was away. After the scheduler has shown it as
    /// complete nothing excuses it.
    /// </summary>
    public static IEnumerable<string> RunAgain(Facts facts)
    {
        var careful = facts.Calls.Where(call => call.Begin is { Kind: CallKind.Submit, Careful: true }).Select(call => call.Begin.Job).ToHashSet();
        var shown = ShownComplete(facts);
        foreach (var replica in facts.Runs.Where(ran => IsBatch(facts, ran)).GroupBy(ran => ran.Name))
        {
            if (replica.Where(ran => ran.Done).MinBy(ran => ran.Until) is not { } done) continue;
            long complete = shown.GetValueOrDefault(replica.Key, long.MaxValue);
            foreach (var again in replica.Where(ran => ran.Starts > 0 && ran.Allocation != done.Allocation && ran.At > done.Until))
            {
                if (again.At > complete) yield return $"{replica.Key} was complete at {complete} and ran again at {again.At} as {again.Allocation} on {again.Node}";
                else if (!IsExcused(facts, done, again, careful.Contains(Facts.JobOf(replica.Key))))
                    yield return $"{replica.Key} was done on {done.Node} at {done.Until} and ran again at {again.At} as {again.Allocation} on {again.Node}";
            }
        }
    }

    private static bool IsExcused(Facts facts, TaskRan done, TaskRan again, bool careful)
    {
        if (facts.Shims[done.Allocation].Any(kill => kill.At <= done.Until + RecordedWithin)) return true;
        var struck = facts.Faults.Where(fault => fault.On == done.Node && fault.Overlaps(done.At, careful ? done.Until + RecordedWithin : again.At));
        return struck.Any(fault => fault.Kind == FaultKind.HostKill || !careful);
    }

    private static bool IsBatch(Facts facts, TaskRan ran) =>
        facts.Calls.Any(call => call.Begin is { Kind: CallKind.Submit, Type: TaskType.Batch } && call.Begin.Job == Facts.JobOf(ran.Name));

    // By replica, when the scheduler first showed an end with code 0.
    private static Dictionary<string, long> ShownComplete(Facts facts)
    {
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var seen in facts.Clusters)
        {
            foreach (var one in seen.Allocations.Where(one => one is { Phase: Phase.Exited, ExitCode: 0 })) first.TryAdd(one.Name, seen.At);
        }
        return first;
    }
}
