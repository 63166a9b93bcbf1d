using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class AllocationMapping
{
    public static Wire.Assignment ToWire(this Assignment assignment)
    {
        var wire = new Wire.Assignment
        {
            Id = assignment.Id.Serial,
            Job = assignment.Job,
            Group = assignment.Group,
            Index = assignment.Index,
            JobVersion = assignment.JobVersion,
            Attempt = assignment.Attempt,
            Epoch = assignment.Epoch,
            Desired = (Wire.Desired)assignment.Desired,
        };
        wire.Ports.Take(assignment.Ports, port =>
            new Wire.AssignedPort { Name = port.Name, Number = port.Number, Protocol = (Wire.PortProtocol)port.Protocol });
        return wire;
    }

    public static Assignment ToModel(this Wire.Assignment wire) => new(
        new AllocationId(wire.Id), wire.Job, wire.Group, wire.Index, wire.JobVersion, wire.Attempt, wire.Epoch, (Desired)wire.Desired,
        wire.Ports.ToModel(port => new AssignedPort(port.Name, port.Number, (PortProtocol)port.Protocol)));

    public static Wire.AllocationFact ToWire(this AllocationFact fact)
    {
        var wire = new Wire.AllocationFact
        {
            Id = fact.Id.Serial,
            Phase = (Wire.Phase)fact.Phase,
            Pid = fact.Pid,
            OomKilled = fact.OomKilled,
            Message = fact.Message,
            Result = fact.Result.ToWire(),
        };
        if (fact.StartedAt is { } started) wire.StartedTime = started.ToWire();
        if (fact.FinishedAt is { } finished) wire.FinishedTime = finished.ToWire();
        if (fact.ExitCode is { } code) wire.ExitCode = code;
        return wire;
    }

    public static AllocationFact ToModel(this Wire.AllocationFact wire) => new()
    {
        Id = new AllocationId(wire.Id),
        Phase = (Phase)wire.Phase,
        Pid = wire.Pid,
        StartedAt = wire.HasStartedTime ? wire.StartedTime.ToTime() : null,
        FinishedAt = wire.HasFinishedTime ? wire.FinishedTime.ToTime() : null,
        ExitCode = wire.HasExitCode ? wire.ExitCode : null,
        OomKilled = wire.OomKilled,
        Message = wire.Message,
        Result = wire.Result.ToBytes(),
    };
}
