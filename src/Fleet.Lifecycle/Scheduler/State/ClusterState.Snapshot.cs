using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Feasible;

namespace Fleet.Lifecycle.Scheduler.State;

// The persisted state as records, and back.
internal sealed partial class ClusterState
{
    public SchedulerSnapshot ToSnapshot() => new()
    {
        Epoch = Epoch,
        LastSerial = LastSerial,
        Sequence = Events.Sequence,
        Jobs = [.. Jobs.Values.Select(ToSnapshot)],
        Nodes = [.. _nodes.Values.Select(ToSnapshot)],
        Requests = [.. Requests.All],
        Events = [.. Events.All],
    };

    private static NodeSnapshot ToSnapshot(NodeRecord node, ImmutableHashSet<string> volumes) => new(
        node.Name, node.State, [.. volumes.Order(StringComparer.Ordinal)], node.ChangedAt, node.Why, node.Labels);

    private NodeSnapshot ToSnapshot(NodeRecord node) => ToSnapshot(node, Table.Volumes(node.Row));

    private JobSnapshot ToSnapshot(JobRecord job) => new(
        [.. job.Versions], job.Stopped, job.SubmittedAt, job.OverSince, job.State, [.. job.Groups.Select(ToSnapshot)]);

    private GroupSnapshot ToSnapshot(GroupRecord group) => new(
        group.Name, group.Spec, group.Version, group.Wanted, group.Retired,
        [.. Enumerable.Range(0, group.Replicas.Length).Select(index => ToSnapshot(index, group.Replicas[index]))]);

    private ReplicaSnapshot ToSnapshot(int index, in Replica replica)
    {
        var allocations = ImmutableArray.CreateBuilder<AllocationSnapshot>();
        if (replica.Live >= 0) allocations.Add(ToSnapshot(Allocations[replica.Live]));
        for (int at = replica.Ended; at >= 0; at = Allocations[at].NextEnded) allocations.Add(ToSnapshot(Allocations[at]));
        return new(index, replica.State, replica.Attempt, replica.Used, replica.Step, replica.NotBefore, allocations.DrainToImmutable());
    }

    private AllocationSnapshot ToSnapshot(in AllocationRow row) => new(
        row.Id, row.Attempt, Table.Name(row.Node), row.Version, row.Needs, row.Ports, row.Reason, row.Stop, row.Lost, row.PlacedAt,
        row.UpAt, row.StartedAt, row.Live ? null : row.Fact(), row.Outcome);

    public void Restore(SchedulerSnapshot snapshot)
    {
        (Epoch, LastSerial) = (snapshot.Epoch, snapshot.LastSerial);
        foreach (var remembered in snapshot.Requests) Requests.Remember(remembered);
        foreach (var from in snapshot.Nodes)
        {
            var node = AddNode(from.Name);
            (node.State, node.ChangedAt, node.Why, node.Labels) = (from.State, from.ChangedAt, from.Why, from.Labels);
            Table.SetVolumes(node.Row, from.Volumes.ToImmutableHashSet(StringComparer.Ordinal));
            RefreshProfile(node);
        }
        foreach (var from in snapshot.Jobs) Restore(from);
        Fresh.Clear();
        Events.Restore(snapshot.Sequence, snapshot.Events);
    }

    private void Restore(JobSnapshot from)
    {
        var job = new JobRecord(from.Versions[^1].Spec.Name) { Stopped = from.Stopped, SubmittedAt = from.SubmittedAt, State = from.State };
        job.Versions.AddRange(from.Versions);
        Jobs.Add(job.Name, job);
        foreach (var one in from.Groups) Restore(job, one);
        RecountJob(job, from.SubmittedAt);
        job.OverSince = from.OverSince;
    }

    private void Restore(JobRecord job, GroupSnapshot from)
    {
        var group = new GroupRecord(job, from.Spec, from.VersionNumber) { Wanted = from.Wanted, Retired = from.Retired };
        job.Add(group);
        group.EnsureReplicas(from.Replicas.Length);
        foreach (var one in from.Replicas)
        {
            ref var replica = ref group.Replicas[one.Index];
            (replica.State, replica.Attempt, replica.Used, replica.Step, replica.NotBefore) =
                (one.State, one.Attempt, one.Used, one.Step, one.NotBefore);
            int before = -1;
            foreach (var allocation in one.Allocations) Restore(group, ref replica, one.Index, allocation, ref before);
        }
    }

    private void Restore(GroupRecord group, ref Replica replica, int index, in AllocationSnapshot from, ref int before)
    {
        var node = AddNode(from.Node);
        var row = new AllocationRow
        {
            Serial = from.Id.Serial, Group = group, Index = index, Attempt = from.Attempt, Node = node.Row, PositionOnNode = node.Live.Count,
            Version = from.VersionNumber, Needs = from.Needs, Volumes = VolumesOf(group, from.VersionNumber), Ports = from.Ports.IsDefault ? [] : from.Ports, Reason = from.Reason, Stop = from.Stop, Lost = from.Lost,
            Live = from.End is null, PlacedAt = from.PlacedAt, UpAt = from.UpAt, Outcome = from.Outcome, NextEnded = -1,
        };
        row.See(from.End ?? new AllocationFact { Id = from.Id, Phase = from.UpAt is null ? Phase.Pending : Phase.Running, StartedAt = from.StartedAt });
        int slot = Allocations.Add(row);
        if (row.Live)
        {
            replica.Live = slot;
            Settle(node, slot);
            return;
        }
        if (before < 0) replica.Ended = slot;
        else Allocations[before].NextEnded = slot;
        before = slot;
    }

    private static ImmutableArray<string> VolumesOf(GroupRecord group, long version) =>
        version == group.Version ? group.Needs.Volumes
        : group.Job.Version(version)?.Spec.Groups.FirstOrDefault(one => one.Name == group.Name) is { } spec ? new GroupNeeds(spec).Volumes
        : [];
}
