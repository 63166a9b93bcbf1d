using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Mapping;

namespace Fleet.Control.Journal.Events;

/// <summary>The scheduler's events to Protobuf and back.</summary>
internal static class EventMapping
{
    public static Wire.Batch ToWire(this EventBatch batch)
    {
        var wire = new Wire.Batch();
        foreach (var happened in batch.Events) wire.Events.Add(ToWire(happened));
        return wire;
    }

    public static EventBatch ToModel(this Wire.Batch wire) => new(wire.Events.ToModel(ToModel));

    private static Wire.Event ToWire(SchedulerEvent happened)
    {
        var wire = Kind(happened);
        wire.Time = happened.Time.ToWire();
        return wire;
    }

    private static Wire.Event Kind(SchedulerEvent happened) => happened switch
    {
        IncarnationStarted e => new() { IncarnationStarted = new() { Epoch = e.Epoch } },
        JobAccepted e => new() { JobAccepted = new() { Version = e.Version.ToWire() } },
        JobScaled e => new() { JobScaled = new() { Job = e.Job, Group = e.Group, Replicas = e.Replicas } },
        JobStopped e => new() { JobStopped = new() { Job = e.Job } },
        JobCollected e => new() { JobCollected = new() { Job = e.Job } },
        RecordsCollected e => new() { RecordsCollected = new() { Job = e.Job } },
        AllocationsPlaced e => new() { AllocationsPlaced = e.ToWire() },
        AllocationsStopping e => new() { AllocationsStopping = ToWire(e) },
        AllocationUp e => new() { AllocationUp = new() { Id = e.Id.Serial, StartedTime = e.StartedAt.ToWire() } },
        AllocationEnded e => new() { AllocationEnded = ToWire(e) },
        GroupPending e => new() { GroupPending = new() { Job = e.Job, Group = e.Group, Replicas = e.Replicas, Reason = e.Reason } },
        NodeChanged e => new() { NodeChanged = ToWire(e) },
        AllocationsLost e => new() { AllocationsLost = new() { Ids = { e.Ids.Select(id => id.Serial) }, Why = e.Why } },
        NodeLabelled e => new() { NodeLabelled = ToWire(e) },
        RequestRemembered e => new() { RequestRemembered = ToWire(e) },
        _ => throw new ArgumentException($"{happened.GetType()} has no form in the journal", nameof(happened)),
    };

    private static SchedulerEvent ToModel(Wire.Event wire)
    {
        var time = wire.Time.ToTime();
        return wire.KindCase switch
        {
            Wire.Event.KindOneofCase.IncarnationStarted => new IncarnationStarted(wire.IncarnationStarted.Epoch, time),
            Wire.Event.KindOneofCase.JobAccepted => new JobAccepted(wire.JobAccepted.Version.ToModel(), time),
            Wire.Event.KindOneofCase.JobScaled => new JobScaled(wire.JobScaled.Job, wire.JobScaled.Group, wire.JobScaled.Replicas, time),
            Wire.Event.KindOneofCase.JobStopped => new JobStopped(wire.JobStopped.Job, time),
            Wire.Event.KindOneofCase.JobCollected => new JobCollected(wire.JobCollected.Job, time),
            Wire.Event.KindOneofCase.RecordsCollected => new RecordsCollected(wire.RecordsCollected.Job, time),
            Wire.Event.KindOneofCase.AllocationsPlaced => wire.AllocationsPlaced.ToModel(time),
            Wire.Event.KindOneofCase.AllocationsStopping => ToModel(wire.AllocationsStopping, time),
            Wire.Event.KindOneofCase.AllocationUp =>
                new AllocationUp(new AllocationId(wire.AllocationUp.Id), wire.AllocationUp.StartedTime.ToTime(), time),
            Wire.Event.KindOneofCase.AllocationEnded => ToModel(wire.AllocationEnded, time),
            Wire.Event.KindOneofCase.GroupPending => ToModel(wire.GroupPending, time),
            Wire.Event.KindOneofCase.NodeChanged => ToModel(wire.NodeChanged, time),
            Wire.Event.KindOneofCase.AllocationsLost =>
                new AllocationsLost(wire.AllocationsLost.Ids.ToModel(serial => new AllocationId(serial)), wire.AllocationsLost.Why, time),
            Wire.Event.KindOneofCase.NodeLabelled => ToModel(wire.NodeLabelled, time),
            Wire.Event.KindOneofCase.RequestRemembered => wire.RequestRemembered.ToModel(time),
            _ => throw new InvalidDataException("the journal holds an event that this version of Fleet does not know"),
        };
    }

    private static Wire.AllocationsStopping ToWire(AllocationsStopping e) => new()
    {
        Job = e.Job,
        Group = e.Group,
        Ids = { e.Ids.Select(id => id.Serial) },
        Cause = (Wire.StopCause)e.Cause,
    };

    private static AllocationsStopping ToModel(Wire.AllocationsStopping wire, DateTimeOffset time) =>
        new(wire.Job, wire.Group, wire.Ids.ToModel(serial => new AllocationId(serial)), (StopCause)wire.Cause, time);

    private static Wire.AllocationEnded ToWire(AllocationEnded e) => new()
    {
        Fact = e.Fact.ToWire(),
        Outcome = (Wire.Outcome)e.Outcome,
        NotBeforeTime = e.NotBefore.ToWire(),
        Step = e.Step,
    };

    private static AllocationEnded ToModel(Wire.AllocationEnded wire, DateTimeOffset time) =>
        new(wire.Fact.ToModel(), (Outcome)wire.Outcome, wire.NotBeforeTime.ToTime(), wire.Step, time);

    private static GroupPending ToModel(Wire.GroupPending wire, DateTimeOffset time) =>
        new(wire.Job, wire.Group, wire.Replicas, wire.Reason, time);

    private static Wire.NodeChanged ToWire(NodeChanged e)
    {
        var wire = new Wire.NodeChanged { Node = e.Node, State = (Protocol.Wire.NodeState)e.State, Why = e.Why };
        wire.Volumes.Take(e.Volumes);
        return wire;
    }

    private static NodeChanged ToModel(Wire.NodeChanged wire, DateTimeOffset time) =>
        new(wire.Node, (NodeState)wire.State, [.. wire.Volumes], wire.Why, time);

    private static Wire.NodeLabelled ToWire(NodeLabelled e)
    {
        var wire = new Wire.NodeLabelled { Node = e.Node, Key = e.Key };
        if (e.Value is { } value) wire.Value = value;
        return wire;
    }

    private static NodeLabelled ToModel(Wire.NodeLabelled wire, DateTimeOffset time) =>
        new(wire.Node, wire.Key, wire.HasValue ? wire.Value : null, time);

    public static Wire.RequestRemembered ToWire(this RequestRemembered e) =>
        new() { Subject = e.Request.Subject, Id = e.Request.Id, Answer = e.Answer.ToWire() };

    public static RequestRemembered ToModel(this Wire.RequestRemembered wire, DateTimeOffset time) =>
        new(new RequestKey(wire.Subject, wire.Id), wire.Answer.ToModel(), time);
}
