using Fleet.Chaos.History;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Check;

/// <summary>A call from its beginning to its answer.</summary>
/// <param name="End">Null: it was never answered.</param>
internal sealed record WholeCall(CallBegan Begin, CallEnded? End)
{
    public bool IsAccepted => End is { Outcome: CallOutcome.Accepted };

    /// <summary>It may have changed the cluster: nothing says that it was refused.</summary>
    public bool MayHaveHappened => End is null or { Outcome: CallOutcome.Accepted or CallOutcome.Unreachable or CallOutcome.Untyped or CallOutcome.Busy };
}

/// <param name="Until">The end of the history where it has none.</param>
internal sealed record WholeFault(long From, long Until, FaultKind Kind, FaultTarget Target, string On)
{
    public bool Overlaps(long from, long until) => From <= until && Until >= from;
}

/// <summary>A history in the form that rules ask for.</summary>
internal sealed class Facts
{
    public Facts(IReadOnlyList<Happening> history)
    {
        All = [.. history.OrderBy(one => one.At)];
        End = All.Count > 0 ? All.Max(one => one is TaskRan ran ? ran.Until : one.At) : 0;
        var answers = All.OfType<CallEnded>().GroupBy(end => (end.Client, end.Number)).ToDictionary(group => group.Key, group => group.First());
        Calls = [.. All.OfType<CallBegan>().Select(call => new WholeCall(call, answers.GetValueOrDefault((call.Client, call.Number))))];
        var ends = All.OfType<FaultEnded>().ToLookup(end => end.Round);
        Faults = [.. All.OfType<FaultBegan>().Select(begin =>
            new WholeFault(begin.At, ends[begin.Round].FirstOrDefault()?.At ?? End, begin.Kind, begin.Target, begin.On))];
        Runs = [.. All.OfType<TaskRan>()];
        Nodes = [.. All.OfType<NodeSeen>()];
        Clusters = [.. All.OfType<ClusterSeen>()];
        Shims = All.OfType<ShimKilled>().ToLookup(kill => kill.Allocation);
    }

    public IReadOnlyList<Happening> All { get; }

    /// <summary>The last moment that anything is known of.</summary>
    public long End { get; }

    public IReadOnlyList<WholeCall> Calls { get; }

    public IReadOnlyList<WholeFault> Faults { get; }

    public IReadOnlyList<TaskRan> Runs { get; }

    public IReadOnlyList<NodeSeen> Nodes { get; }

    public IReadOnlyList<ClusterSeen> Clusters { get; }

    public ILookup<string, ShimKilled> Shims { get; }

    /// <summary>What a task's name belongs to: JOB of JOB.GROUP.INDEX.</summary>
    public static string JobOf(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];
}
