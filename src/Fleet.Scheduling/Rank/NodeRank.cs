using Fleet.Model;

namespace Fleet.Scheduling.Rank;

/// <summary>How good a node is for the next replica of a group; the least is the best.</summary>
/// <param name="Siblings">Replicas of the group already there: spread comes first.</param>
/// <param name="Leftover">What stays free, in thousandths of the node summed over CPU, memory and pids: then the best fit.</param>
/// <param name="Tie">From the seed, so that equal nodes are taken in an order that replays.</param>
public readonly record struct NodeRank(int Siblings, long Leftover, ulong Tie) : IComparable<NodeRank>
{
    public static NodeRank Of(int siblings, in Resources free, in Resources all, in Resources needs, ulong tie) => new(
        siblings,
        Share(free.MilliCpu - needs.MilliCpu, all.MilliCpu)
            + Share(free.MemoryBytes - needs.MemoryBytes, all.MemoryBytes)
            + Share(free.Pids - needs.Pids, all.Pids),
        tie);

    public int CompareTo(NodeRank other)
    {
        int order = Siblings.CompareTo(other.Siblings);
        if (order == 0) order = Leftover.CompareTo(other.Leftover);
        return order != 0 ? order : Tie.CompareTo(other.Tie);
    }

    // Memory in bytes times a thousand would still fit 2^63 for any machine there is (9 PB).
    private static long Share(long left, long all) => all <= 0 ? 0 : left * 1000 / all;
}
