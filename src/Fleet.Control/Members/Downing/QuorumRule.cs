using System.Collections.Immutable;

namespace Fleet.Control.Members.Downing;

/// <summary>What becomes of hosts that are not heard any more.</summary>
internal abstract record Verdict
{
    public sealed record Wait : Verdict;

    /// <summary>This host is with too few: it ends its membership.</summary>
    public sealed record DownSelf : Verdict;

    /// <param name="Hosts">Numbers of members.</param>
    public sealed record Down(ImmutableArray<int> Hosts) : Verdict;
}

/// <summary>
/// A static quorum among the control hosts, as each sees it for itself: members are numbers, the oldest first. Akka's own resolver
/// looks once a second, and where one link alone is cut it takes all down: here the older side goes on. Pure.
/// </summary>
internal static class QuorumRule
{
    /// <param name="members">All that count, this one among them, the oldest first.</param>
    /// <param name="reached">Those that this one hears; itself among them.</param>
    /// <param name="reachedByOthers">For those of them that said so lately: whom they hear.</param>
    /// <param name="quorum">More than half of all control hosts there are.</param>
    public static Verdict Decide(
        IReadOnlyList<int> members, int self, IReadOnlySet<int> reached, IReadOnlyDictionary<int, IReadOnlySet<int>> reachedByOthers, int quorum)
    {
        ImmutableArray<int> gone = [.. members.Where(member => !reached.Contains(member))];
        if (gone.IsEmpty) return new Verdict.Wait();
        if (reached.Count < quorum) return new Verdict.DownSelf();
        if (members.First(reached.Contains) != self) return new Verdict.Wait();       // the oldest of each side acts for it

        // One whom somebody here hears is not dead. Both sides of the cut link may be many enough; the one with the older member stays.
        bool isContested = gone.Any(member => reached.Any(other => reachedByOthers.GetValueOrDefault(other)?.Contains(member) == true));
        bool isOlder = members.TakeWhile(member => member != self).All(reached.Contains);
        return isContested && !isOlder ? new Verdict.Wait() : new Verdict.Down(gone);
    }
}
