using Fleet.Chaos.History;
using Fleet.Model;

namespace Fleet.Chaos.Check;

/// <summary>Whether the cluster still knows what it took in. Asked only where all was quiet: in between, an answer may be old.</summary>
internal static class JobRules
{
    /// <summary>A job whose submission was accepted is in every later listing.</summary>
    public static IEnumerable<string> LostJobs(Facts facts)
    {
        var accepted = facts.Calls.Where(call => call.Begin.Kind == CallKind.Submit && call.IsAccepted).ToList();
        foreach (var seen in facts.Clusters.Where(seen => seen.Quiet))
        {
            var there = seen.Jobs.Select(job => job.Name).ToHashSet();
            foreach (var call in accepted.Where(call => call.End!.At < seen.At && !there.Contains(call.Begin.Job)))
                yield return $"{call.Begin.Job}, accepted at {call.End!.At}, is not listed at {seen.At}";
        }
    }

    /// <summary>The replicas that a job is to have are those of the last accepted call, or of one whose answer nobody got.</summary>
    public static IEnumerable<string> WrongWishes(Facts facts)
    {
        var byJob = facts.Calls.Where(call => call.Begin.Kind is CallKind.Submit or CallKind.Scale or CallKind.Stop).ToLookup(call => call.Begin.Job);
        foreach (var seen in facts.Clusters.Where(seen => seen.Quiet))
        {
            foreach (var job in seen.Jobs)
            {
                var before = byJob[job.Name].Where(call => call.Begin.At < seen.At && call.MayHaveHappened).ToList();
                if (before.LastOrDefault(call => call.IsAccepted) is not { } last) continue;
                var possible = before.Where(call => call == last || (!call.IsAccepted && Until(call) > last.Begin.At)).ToList();
                if (!possible.Any(call => Fits(job, call.Begin)))
                    yield return $"{job.Name} at {seen.At} is {job.State} with {job.Wanted} wanted; last accepted: {last.Begin.Kind} {last.Begin.Replicas} at {last.End!.At}";
            }
        }
    }

    // One that was never answered may still happen when its client says it again.
    private static long Until(WholeCall call) => call.End?.At ?? long.MaxValue;

    private static bool Fits(SeenJob job, CallBegan call) => call.Kind == CallKind.Stop
        ? job.State is JobState.Stopped or JobState.Complete or JobState.Failed
        : job.State != JobState.Stopped && job.Wanted == call.Replicas;
}
