using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;

namespace Fleet.Scheduling.Explain;

/// <summary>Counts the nodes per filter and puts that into words.</summary>
public static class Explainer
{
    /// <param name="holders">Rows that hold the volumes; null when the replica may go anywhere.</param>
    public static Explanation Explain(NodeTable nodes, Feasibility feasibility, GroupNeeds needs, Bits? holders)
    {
        if (nodes.Count == 0) return new Explanation("no node has joined", Change.Ready);
        var tally = new Tally(nodes, needs);
        for (int row = 0; row < nodes.Count; row++)
            if (holders is null || holders[row]) tally.Add(row, feasibility.Check(needs, row, holders));
        string reason = holders is null ? $"{Amounts.Nodes(tally.Total)}: {tally.Words()}" : OnHolders(nodes, needs, holders, tally);
        if (LargerThanAnyNode(nodes, needs.Reserved) is { } larger) reason = $"{larger}; {reason}";
        return new Explanation(reason, tally.WakeOn | (holders is null ? Change.None : Change.Volumes));
    }

    /// <summary>What no node could give even if it were empty, in words; null when some node could, or none is known.</summary>
    public static string? LargerThanAnyNode(NodeTable nodes, in Resources needs)
    {
        var most = default(Resources);
        for (int row = 0; row < nodes.Count; row++)
        {
            var all = nodes.Allocatable(row);
            if (needs.FitsIn(all)) return null;
            most = new Resources(
                Math.Max(most.MilliCpu, all.MilliCpu), Math.Max(most.MemoryBytes, all.MemoryBytes), Math.Max(most.Pids, all.Pids));
        }
        if (most == default) return null;
        var parts = new List<string>();
        if (needs.MilliCpu > most.MilliCpu) parts.Add($"needs {Amounts.Cores(needs.MilliCpu)}, the largest has {Amounts.Cores(most.MilliCpu)}");
        if (needs.MemoryBytes > most.MemoryBytes) parts.Add($"needs {Amounts.Bytes(needs.MemoryBytes)} of memory, the largest has {Amounts.Bytes(most.MemoryBytes)}");
        if (needs.Pids > most.Pids) parts.Add($"needs {needs.Pids} pids, the largest has {most.Pids}");
        return parts.Count == 0 ? "no node has enough of everything at once" : $"larger than any node ({string.Join("; ", parts)})";
    }

    private static string OnHolders(NodeTable nodes, GroupNeeds needs, Bits holders, Tally tally)
    {
        var names = Enumerable.Range(0, nodes.Count).Where(row => holders[row]).Select(nodes.Name).ToList();
        string volumes = $"volume{(needs.Volumes.Length == 1 ? "" : "s")} {string.Join(", ", needs.Volumes)}";
        if (names.Count == 0) return $"no node holds all of its {volumes}";
        string where = $"its volume data is on {string.Join(" and ", names)} ({volumes})";
        return names.Count == 1 ? $"{where}, which is {tally.OfTheOnlyNode()}" : $"{where}: {tally.Words()}";
    }
}
