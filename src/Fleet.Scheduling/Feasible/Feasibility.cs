using System.Collections.Immutable;
using Fleet.Scheduling.Nodes;

namespace Fleet.Scheduling.Feasible;

/// <summary>The one judgement whether a node can take a replica: asked by decisions, explanations and dry runs alike.</summary>
public sealed class Feasibility(NodeTable nodes)
{
    private readonly Dictionary<string, Bits> _bySignature = new(StringComparer.Ordinal);
    private int _version = -1;

    /// <summary>The first filter that the node does not pass.</summary>
    /// <param name="holders">Rows that hold the replica's volumes; null when it may go anywhere.</param>
    public Filter Check(GroupNeeds needs, int row, Bits? holders) => Check(needs, row, MeetingConstraints(needs), holders);

    /// <summary>As above, for many rows in a row.</summary>
    /// <param name="meeting">From <see cref="MeetingConstraints"/>.</param>
    public Filter Check(GroupNeeds needs, int row, Bits meeting, Bits? holders)
    {
        if (!nodes.Ready[row]) return Filter.Disconnected;
        if (!meeting[row]) return Filter.Constraint;
        if (holders is not null && !holders[row]) return Filter.Volume;
        if (!needs.Ports.IsEmpty && !nodes.Ports(row).Offers(needs.Ports)) return Filter.Port;
        return needs.Reserved.MilliCpu > nodes.FreeCpu[row] ? Filter.Cpu
            : needs.Reserved.MemoryBytes > nodes.FreeMemory[row] ? Filter.Memory
            : needs.Reserved.Pids > nodes.FreePids[row] ? Filter.Pids
            : Filter.None;
    }

    /// <summary>The rows that meet the constraints, worked out once for all groups with the same ones.</summary>
    public Bits MeetingConstraints(GroupNeeds needs)
    {
        if (_version != nodes.AttributesVersion || _bySignature.Count > 1000) _bySignature.Clear();
        _version = nodes.AttributesVersion;
        if (_bySignature.TryGetValue(needs.Signature, out var meeting)) return meeting;

        meeting = new Bits();
        for (int row = 0; row < nodes.Count; row++)
            meeting[row] = needs.Constraints.All(nodes.Profile(row).Meets);
        return _bySignature[needs.Signature] = meeting;
    }

    /// <summary>The rows that hold all of the volumes that any node holds; null when none is held anywhere.</summary>
    public Bits? Holders(ImmutableArray<string> volumes)
    {
        Bits? holders = null;
        foreach (string volume in volumes)
        {
            var having = new Bits();
            for (int row = 0; row < nodes.Count; row++)
                having[row] = nodes.Volumes(row).Contains(volume) && (holders is null || holders[row]);
            // A volume that nobody holds yet is made where its task goes.
            if (having.Count > 0 || IsHeld(volume)) holders = having;
        }
        return holders;
    }

    private bool IsHeld(string volume)
    {
        for (int row = 0; row < nodes.Count; row++)
            if (nodes.Volumes(row).Contains(volume)) return true;
        return false;
    }
}
