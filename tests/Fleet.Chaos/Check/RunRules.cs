using Fleet.Chaos.History;
using Fleet.Model;

namespace Fleet.Chaos.Check;

/// <summary>What tasks say of themselves: how often, and how many at a time.</summary>
internal static class RunRules
{
    /// <summary>Milliseconds for which two may seem to overlap: a host that stood still lets its tasks go on for a moment before they are stopped.</summary>
    public const long Slack = 1500;

    /// <summary>How long replicas that are too many after a change may take to obey.</summary>
    public const long StopsWithin = 10_000;

    public static IEnumerable<string> StartedTwice(Facts facts) =>
        facts.Runs.GroupBy(ran => ran.Allocation).Where(group => group.Sum(ran => ran.Starts) > 1)
            .Select(group => $"allocation {group.Key} ({group.First().Name}) was started {group.Sum(ran => ran.Starts)} times");

    /// <summary>Two allocations of one replica do not run at the same time.</summary>
    public static IEnumerable<string> AtTheSameTime(Facts facts)
    {
        foreach (var replica in facts.Runs.GroupBy(ran => ran.Name))
        {
            var runs = replica.OrderBy(ran => ran.At).ToList();
            for (int i = 0; i < runs.Count; i++)
            {
                for (int k = i + 1; k < runs.Count && runs[k].At < runs[i].Until - Slack; k++)
                {
                    if (runs[k].Allocation != runs[i].Allocation && Math.Min(runs[i].Until, runs[k].Until) - runs[k].At > Slack)
                        yield return $"{replica.Key} ran as {runs[i].Allocation} on {runs[i].Node} until {runs[i].Until} and as {runs[k].Allocation} on {runs[k].Node} from {runs[k].At}";
                }
            }
        }
    }

    /// <summary>Never more replicas of a service than a call wanted that may have been in force.</summary>
    public static IEnumerable<string> TooMany(Facts facts)
    {
        var wishes = facts.Calls.Where(call => call.Begin.Kind is CallKind.Submit or CallKind.Scale or CallKind.Stop && call.MayHaveHappened).ToLookup(call => call.Begin.Job);
        foreach (var job in facts.Runs.GroupBy(ran => Facts.JobOf(ran.Name)))
        {
            var calls = wishes[job.Key].OrderBy(call => call.Begin.At).ToList();
            if (calls.Count == 0 || calls[0].Begin.Type != TaskType.Service) continue;
            foreach (long moment in job.Select(ran => ran.At + Slack))
            {
                var now = job.Where(ran => ran.At <= moment && ran.Until > moment).Select(ran => ran.Allocation).Distinct().ToList();
                int allowed = Allowed(calls, moment);
                if (now.Count > allowed) yield return $"{job.Key} had {now.Count} replicas running at {moment}, {allowed} wanted: {string.Join(", ", now)}";
            }
        }
    }

    private static int Allowed(List<WholeCall> calls, long moment)
    {
        int settled = calls.FindLastIndex(call => call.IsAccepted && call.End!.At + StopsWithin < moment);
        return calls.Skip(Math.Max(settled, 0)).Where(call => call.Begin.At <= moment).Select(call => call.Begin.Replicas).DefaultIfEmpty(0).Max();
    }
}
