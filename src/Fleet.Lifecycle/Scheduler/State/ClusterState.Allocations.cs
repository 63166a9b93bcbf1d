using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Feasible;

namespace Fleet.Lifecycle.Scheduler.State;

// Allocations: placed, up, told to stop, lost, ended.
internal sealed partial class ClusterState
{
    private void Place(AllocationsPlaced placed)
    {
        var group = Jobs[placed.Job].Group(placed.Group)!;
        foreach (var placement in placed.Placements)
        {
            var node = AddNode(placement.Node);
            int slot = Allocations.Add(new AllocationRow
            {
                Serial = placement.Id.Serial, Group = group, Index = placement.Index, Attempt = placement.Attempt, Node = node.Row,
                PositionOnNode = node.Live.Count, Version = placed.VersionNumber, Needs = group.Needs.Reserved,
                Volumes = group.Needs.Volumes, Ports = placement.Ports.IsDefault ? [] : placement.Ports, Reason = placement.Reason, Live = true, PlacedAt = placed.Time,
                Phase = Phase.Pending, Message = "", ExitCode = AllocationRow.NoExitCode, NextEnded = -1,
            });
            LastSerial = Math.Max(LastSerial, placement.Id.Serial);
            group.EnsureReplicas(placement.Index + 1);
            ref var replica = ref group.Replicas[placement.Index];
            (replica.Live, replica.Attempt) = (slot, placement.Attempt);
            Settle(node, slot);
            Hold(node, group.Needs.Volumes);
            Reclassify(group, placement.Index);
            node.Session?.Change(placement.Id.Serial);
            Emit(OfAllocation(JobEventType.AllocationPlaced, placed.Time, Allocations[slot]) with { Message = placement.Reason });
        }
        RefreshState(group.Job, placed.Time);
    }

    // Takes what the allocation needs of its node.
    private void Settle(NodeRecord node, int slot)
    {
        ref var row = ref Allocations[slot];
        node.Live.Add(slot);
        row.Group.Live++;
        row.Group.Job.Use(row.Version);
        Table.Take(node.Row, row.Needs);
        foreach (var port in row.Ports)
        {
            Table.Ports(node.Row).Take(port);
            Table.Ports(node.Row).Pass(port);
        }
    }

    private void Hold(NodeRecord node, ImmutableArray<string> added)
    {
        var volumes = Table.Volumes(node.Row).Union(added);
        if (volumes.Count == Table.Volumes(node.Row).Count) return;
        Table.SetVolumes(node.Row, volumes);
        Changes |= Change.Volumes;
    }

    private void Unsettle(int slot)
    {
        ref var row = ref Allocations[slot];
        var node = NodeAt(row.Node);
        int last = node.Live[^1];
        node.Live[row.PositionOnNode] = last;
        Allocations[last].PositionOnNode = row.PositionOnNode;
        node.Live.RemoveAt(node.Live.Count - 1);
        row.Live = false;
        row.Group.Live--;
        row.Group.Job.Release(row.Version);
        Table.GiveBack(node.Row, row.Needs);
        foreach (var port in row.Ports) Table.Ports(node.Row).GiveBack(port);
        Changes |= Change.Capacity | Change.Ports;
    }

    private void Stop(AllocationsStopping stopping)
    {
        foreach (var id in stopping.Ids)
        {
            ref var row = ref Allocations[Allocations.SlotOf(id.Serial)];
            row.Stop = stopping.Cause;
            NodeAt(row.Node).Session?.Change(row.Serial);
            Reclassify(row.Group, row.Index);
        }
        RefreshState(Jobs[stopping.Job], stopping.Time);
    }

    private void Up(AllocationUp up)
    {
        ref var row = ref Allocations[Allocations.SlotOf(up.Id.Serial)];
        (row.StartedAt, row.UpAt) = (up.StartedAt, up.Time);
        if (row.Phase < Phase.Running) row.Phase = Phase.Running;
        Reclassify(row.Group, row.Index);
        MarkDirty(row.Group, row.Index);    // its time limit runs from here
        Emit(OfAllocation(JobEventType.AllocationStarted, up.Time, row));
        RefreshState(row.Group.Job, up.Time);
    }

    private void Lose(AllocationsLost lost)
    {
        foreach (var id in lost.Ids)
        {
            ref var row = ref Allocations[Allocations.SlotOf(id.Serial)];
            row.Lost = true;
            Reclassify(row.Group, row.Index);
            MarkDirty(row.Group, row.Index);
            Emit(OfAllocation(JobEventType.AllocationLost, lost.Time, row) with { Message = lost.Why });
            RefreshState(row.Group.Job, lost.Time);
        }
    }

    private void End(AllocationEnded ended)
    {
        int slot = Allocations.SlotOf(ended.Fact.Id.Serial);
        ref var row = ref Allocations[slot];
        var group = row.Group;
        bool known = row.Lost;
        row.See(ended.Fact);
        row.FinishedAt ??= ended.Time;
        row.Outcome = ended.Outcome;
        if (row.Counted) CountSibling(group, ref row, false);
        Unsettle(slot);
        NodeAt(row.Node).Session?.Drop(row.Id);

        ref var replica = ref group.Replicas[row.Index];
        replica.Live = -1;
        row.NextEnded = replica.Ended;
        replica.Ended = slot;
        if (row.Version == group.Version) Conclude(ref replica, ended);
        Reclassify(group, row.Index);
        MarkDirty(group, row.Index);
        EmitEnd(ended, row, known);
        TrimEnded(ref replica, options.KeepEnded);
        RefreshState(group.Job, ended.Time);
        DropIfGone(group);
    }

    private static void Conclude(ref Replica replica, AllocationEnded ended)
    {
        switch (ended.Outcome)
        {
            case Outcome.Complete: replica.State = ReplicaState.Complete; break;
            case Outcome.Failed: replica.State = ReplicaState.Failed; break;
            case Outcome.Again:
                replica.Used++;
                (replica.Step, replica.NotBefore) = (ended.Step, ended.NotBefore);
                break;
            case Outcome.AgainUncounted: (replica.Step, replica.NotBefore) = (ended.Step, ended.NotBefore); break;
        }
    }

    private void EmitEnd(AllocationEnded ended, in AllocationRow row, bool knownAsLost)
    {
        var type = ended.Fact.Phase != Phase.Exited ? JobEventType.AllocationLost
            : ended.Outcome == Outcome.Stopped ? JobEventType.AllocationStopped
            : JobEventType.AllocationExited;
        if (type == JobEventType.AllocationLost && knownAsLost) return;
        Emit(OfAllocation(type, ended.Time, row) with
        {
            ExitCode = ended.Fact.ExitCode, OomKilled = ended.Fact.OomKilled, Message = ended.Fact.Message,
        });
    }

    private void TrimEnded(ref Replica replica, int keep)
    {
        int before = -1, at = replica.Ended;
        for (int kept = 0; at >= 0 && kept < keep; kept++) (before, at) = (at, Allocations[at].NextEnded);
        if (before < 0) replica.Ended = -1;
        else Allocations[before].NextEnded = -1;
        while (at >= 0)
        {
            int next = Allocations[at].NextEnded;
            Allocations.Remove(at);
            at = next;
        }
    }

    private JobEvent OfAllocation(JobEventType type, DateTimeOffset time, in AllocationRow row) => Of(type, time) with
    {
        Job = row.Group.Job.Name, Allocation = row.Group.ReplicaName(row.Index), AllocationId = row.Id, Node = Table.Name(row.Node),
    };
}
