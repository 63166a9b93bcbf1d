using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;

namespace Fleet.Lifecycle.Scheduler.State;

// Nodes: what is persisted of them, and how it shows in the table.
internal sealed partial class ClusterState
{
    /// <summary>The operator's labels laid over the node's own.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsOf(NodeRecord node)
    {
        var own = (node.Report?.Labels ?? ImmutableSortedDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return own.SetItems(node.Labels);
    }

    /// <summary>Takes over what constraints can ask of the node.</summary>
    public void RefreshProfile(NodeRecord node)
    {
        var profile = new NodeProfile(node.Name, node.Report?.Roles ?? [], node.Report?.Architecture ?? "", LabelsOf(node));
        if (profile.SaysTheSameAs(Table.Profile(node.Row))) return;
        Table.SetProfile(node.Row, profile);
        Changes |= Change.Attributes;
    }

    private void ChangeNode(NodeChanged changed)
    {
        var node = AddNode(changed.Node);
        if (!Table.Volumes(node.Row).SetEquals(changed.Volumes))
        {
            Table.SetVolumes(node.Row, changed.Volumes.ToImmutableHashSet(StringComparer.Ordinal));
            Changes |= Change.Volumes;
        }
        if (node.State == changed.State) return;
        (node.State, node.ChangedAt, node.Why) = (changed.State, changed.Time, changed.Why);
        bool ready = changed.State == NodeState.Ready;
        Emit(Of(ready ? JobEventType.NodeReady : JobEventType.NodeDisconnected, changed.Time) with { Node = node.Name, Message = changed.Why });
        if (ready) FindAgain(node, changed.Time);
    }

    // It came back before anything took their place.
    private void FindAgain(NodeRecord node, DateTimeOffset time)
    {
        foreach (int slot in node.Live)
        {
            ref var row = ref Allocations[slot];
            if (!row.Lost) continue;
            row.Lost = false;
            Reclassify(row.Group, row.Index);
            MarkDirty(row.Group, row.Index);
            RefreshState(row.Group.Job, time);
        }
    }

    private void Label(NodeLabelled labelled)
    {
        var node = AddNode(labelled.Node);
        node.Labels = labelled.Value is { } value ? node.Labels.SetItem(labelled.Key, value) : node.Labels.Remove(labelled.Key);
        RefreshProfile(node);
        Emit(Of(JobEventType.NodeLabelled, labelled.Time) with
        {
            Node = node.Name, Message = labelled.Value is null ? $"{labelled.Key} removed" : $"{labelled.Key}={labelled.Value}",
        });
    }
}
