using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Mapping;

namespace Fleet.Control.Journal.Events;

/// <summary>The scheduler's snapshot to Protobuf and back.</summary>
internal static class SnapshotMapping
{
    public static Wire.Snapshot ToWire(this SchedulerSnapshot snapshot)
    {
        var wire = new Wire.Snapshot { Epoch = snapshot.Epoch, LastSerial = snapshot.LastSerial, Sequence = snapshot.Sequence };
        wire.Jobs.Take(snapshot.Jobs, ToWire);
        wire.Nodes.Take(snapshot.Nodes, ToWire);
        wire.Requests.Take(snapshot.Requests, request =>
            new Wire.RequestSnapshot { Request = request.ToWire(), Time = request.Time.ToWire() });
        wire.Events.Take(snapshot.Events, AnswerMapping.ToWire);
        return wire;
    }

    public static SchedulerSnapshot ToModel(this Wire.Snapshot wire) => new()
    {
        Epoch = wire.Epoch,
        LastSerial = wire.LastSerial,
        Sequence = wire.Sequence,
        Jobs = wire.Jobs.ToModel(ToModel),
        Nodes = wire.Nodes.ToModel(ToModel),
        Requests = wire.Requests.ToModel(request => request.Request.ToModel(request.Time.ToTime())),
        Events = wire.Events.ToModel(AnswerMapping.ToModel),
    };

    private static Wire.JobSnapshot ToWire(JobSnapshot job)
    {
        var wire = new Wire.JobSnapshot
        {
            Stopped = job.Stopped,
            SubmittedTime = job.SubmittedAt.ToWire(),
            State = (Protocol.Wire.JobState)job.State,
        };
        if (job.OverSince is { } over) wire.OverSinceTime = over.ToWire();
        wire.Versions.Take(job.Versions, JobMapping.ToWire);
        wire.Groups.Take(job.Groups, ToWire);
        return wire;
    }

    private static JobSnapshot ToModel(Wire.JobSnapshot wire) => new(
        wire.Versions.ToModel(JobMapping.ToModel), wire.Stopped, wire.SubmittedTime.ToTime(),
        wire.HasOverSinceTime ? wire.OverSinceTime.ToTime() : null, (JobState)wire.State, wire.Groups.ToModel(ToModel));

    private static Wire.GroupSnapshot ToWire(GroupSnapshot group)
    {
        var wire = new Wire.GroupSnapshot
        {
            Name = group.Name,
            Spec = group.Spec.ToWire(),
            VersionNumber = group.VersionNumber,
            Wanted = group.Wanted,
            Retired = group.Retired,
        };
        wire.Replicas.Take(group.Replicas, ToWire);
        return wire;
    }

    private static GroupSnapshot ToModel(Wire.GroupSnapshot wire) => new(
        wire.Name, wire.Spec.ToModel(), wire.VersionNumber, wire.Wanted, wire.Retired,
        wire.Replicas.ToModel(ToModel));

    private static Wire.ReplicaSnapshot ToWire(ReplicaSnapshot replica)
    {
        var wire = new Wire.ReplicaSnapshot
        {
            Index = replica.Index,
            State = (Wire.ReplicaState)replica.State,
            Attempt = replica.Attempt,
            Used = replica.Used,
            Step = replica.Step,
            NotBeforeTime = replica.NotBefore.ToWire(),
        };
        wire.Allocations.Take(replica.Allocations, ToWire);
        return wire;
    }

    private static ReplicaSnapshot ToModel(Wire.ReplicaSnapshot wire) => new(
        wire.Index, (ReplicaState)wire.State, wire.Attempt, wire.Used, wire.Step, wire.NotBeforeTime.ToTime(),
        wire.Allocations.ToModel(ToModel));

    private static Wire.AllocationSnapshot ToWire(AllocationSnapshot allocation)
    {
        var wire = new Wire.AllocationSnapshot
        {
            Id = allocation.Id.Serial,
            Attempt = allocation.Attempt,
            Node = allocation.Node,
            VersionNumber = allocation.VersionNumber,
            Needs = allocation.Needs.ToWire(),
            Ports = allocation.Ports.IsDefault ? null : PlacementMapping.ToWire(allocation.Ports),
            Reason = allocation.Reason,
            Stop = (Wire.StopCause)allocation.Stop,
            Lost = allocation.Lost,
            PlacedTime = allocation.PlacedAt.ToWire(),
            End = allocation.End?.ToWire(),
            Outcome = (Wire.Outcome)allocation.Outcome,
        };
        if (allocation.UpAt is { } up) wire.UpTime = up.ToWire();
        if (allocation.StartedAt is { } started) wire.StartedTime = started.ToWire();
        return wire;
    }

    private static AllocationSnapshot ToModel(Wire.AllocationSnapshot wire) => new(
        new AllocationId(wire.Id), wire.Attempt, wire.Node, wire.VersionNumber, wire.Needs.ToModel(),
        wire.Ports is { } ports ? PlacementMapping.ToModel(ports) : default,
        wire.Reason, (StopCause)wire.Stop, wire.Lost, wire.PlacedTime.ToTime(), wire.HasUpTime ? wire.UpTime.ToTime() : null,
        wire.HasStartedTime ? wire.StartedTime.ToTime() : null, wire.End?.ToModel(), (Outcome)wire.Outcome);

    private static Wire.NodeSnapshot ToWire(NodeSnapshot node)
    {
        var wire = new Wire.NodeSnapshot
        {
            Name = node.Name,
            State = (Protocol.Wire.NodeState)node.State,
            ChangedTime = node.ChangedAt.ToWire(),
            Why = node.Why,
        };
        wire.Volumes.Take(node.Volumes);
        wire.Labels.Take(node.Labels);
        return wire;
    }

    private static NodeSnapshot ToModel(Wire.NodeSnapshot wire) => new(
        wire.Name, (NodeState)wire.State, [.. wire.Volumes], wire.ChangedTime.ToTime(), wire.Why,
        wire.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
