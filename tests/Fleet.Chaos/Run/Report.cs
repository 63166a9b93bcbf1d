using Fleet.Chaos.Check;
using Fleet.Chaos.History;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Run;

/// <summary>The check of a history, for people.</summary>
internal static class Report
{
    private const int Shown = 8;

    public static void Write(TextWriter to, IReadOnlyList<Happening> history, IReadOnlyList<(string Name, IReadOnlyList<string> Broken)> rules)
    {
        var facts = new Facts(history);
        to.WriteLine();
        to.WriteLine($"history: {facts.Calls.Count} calls ({Counts(facts.Calls.GroupBy(call => call.End is { } end ? end.Outcome.ToString().ToLowerInvariant() : "client killed"))})");
        to.WriteLine($"         {facts.Runs.Sum(ran => ran.Starts)} starts of tasks, {facts.Runs.Count(ran => ran.Done)} batch tasks done, {facts.Nodes.Where(seen => seen.SchedulerEpoch > 0).Select(seen => seen.SchedulerEpoch).Distinct().Count()} schedulers");
        var converged = history.OfType<Converged>().ToDictionary(one => one.Round, one => one.After);
        foreach (var kind in history.OfType<FaultEnded>().GroupBy(fault => $"{FaultKinds.Word(fault.Kind)} of {FaultKinds.Word(fault.Target)}").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var times = kind.Select(fault => converged.GetValueOrDefault(fault.Round) / 1000.0).Order().ToList();
            to.WriteLine($"         {kind.Key,-24} {times.Count,3} rounds, converged after {times[times.Count / 2]:0.0} s (median), {times[^1]:0.0} s (worst)");
        }
        to.WriteLine("check:");
        foreach (var (name, broken) in rules)
        {
            to.WriteLine($"  {(broken.Count == 0 ? "holds " : "BROKEN")} {name}");
            foreach (string one in broken.Take(Shown)) to.WriteLine($"           {one}");
            if (broken.Count > Shown) to.WriteLine($"           and {broken.Count - Shown} more");
        }
    }

    private static string Counts(IEnumerable<IGrouping<string, WholeCall>> groups) =>
        string.Join(", ", groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
}
