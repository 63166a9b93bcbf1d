using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class ViewMapping
{
    public static Wire.JobView ToWire(this JobView view)
    {
        var wire = new Wire.JobView
        {
            Name = view.Name,
            State = (Wire.JobState)view.State,
            Version = view.Version.ToWire(),
            SubmittedTime = view.SubmittedAt.ToWire(),
        };
        wire.Groups.Take(view.Groups, ToWire);
        return wire;
    }

    public static JobView ToModel(this Wire.JobView wire) => new()
    {
        Name = wire.Name,
        State = (JobState)wire.State,
        Version = wire.Version.ToModel(),
        SubmittedAt = wire.SubmittedTime.ToTime(),
        Groups = wire.Groups.ToModel(ToModel),
    };

    public static Wire.AllocationView ToWire(this AllocationView view) => new()
    {
        Assignment = view.Assignment.ToWire(),
        Fact = view.Fact.ToWire(),
        Node = view.Node,
        Reserved = view.Reserved.ToWire(),
        Reason = view.Reason,
        Unknown = view.Unknown,
    };

    public static AllocationView ToModel(this Wire.AllocationView wire) => new()
    {
        Assignment = wire.Assignment.ToModel(),
        Fact = wire.Fact.ToModel(),
        Node = wire.Node,
        Reserved = wire.Reserved.ToModel(),
        Reason = wire.Reason,
        Unknown = wire.Unknown,
    };

    public static Wire.NodeView ToWire(this NodeView view)
    {
        var wire = new Wire.NodeView
        {
            // With the key anyone could make tickets for the node: it goes to no client.
            Report = (view.Report with { TicketKey = [] }).ToWire(),
            State = (Wire.NodeState)view.State,
            Allocated = view.Allocated.ToWire(),
            LastHeardTime = view.LastHeard.ToWire(),
        };
        if (view.Usage is { } usage) wire.Usage = usage.ToWire();
        wire.Labels.Take(view.Labels);
        return wire;
    }

    public static NodeView ToModel(this Wire.NodeView wire) => new()
    {
        Report = wire.Report.ToModel(),
        State = (NodeState)wire.State,
        Labels = wire.Labels.ToModel(),
        Allocated = wire.Allocated.ToModel(),
        Usage = wire.Usage?.ToModel(),
        LastHeard = wire.LastHeardTime.ToTime(),
    };

    private static Wire.GroupView ToWire(GroupView view) => new()
    {
        Name = view.Name,
        Type = (Wire.TaskType)view.Type,
        Wanted = view.Wanted,
        Pending = view.Pending,
        Running = view.Running,
        Complete = view.Complete,
        Failed = view.Failed,
        PendingReason = view.PendingReason,
    };

    private static GroupView ToModel(Wire.GroupView wire) => new(
        wire.Name, (TaskType)wire.Type, wire.Wanted, wire.Pending, wire.Running, wire.Complete, wire.Failed, wire.PendingReason);
}
