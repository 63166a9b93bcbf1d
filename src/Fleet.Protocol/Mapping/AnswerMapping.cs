using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class AnswerMapping
{
    public static Wire.Answer ToWire(this Answer answer)
    {
        var wire = new Wire.Answer
        {
            Status = (Wire.AnswerStatus)answer.Status,
            Message = answer.Message,
            RetryAfterTicks = answer.RetryAfter.Ticks,
            Version = answer.Version?.ToWire(),
            Sequence = answer.Sequence,
        };
        wire.Errors.Take(answer.Errors, error => new Wire.FieldError { Path = error.Path, Message = error.Message });
        return wire;
    }

    public static Answer ToModel(this Wire.Answer wire) => new((AnswerStatus)wire.Status, wire.Message)
    {
        Errors = wire.Errors.ToModel(error => new FieldError(error.Path, error.Message)),
        RetryAfter = wire.RetryAfterTicks.ToSpan(),
        Version = wire.Version?.ToModel(),
        Sequence = wire.Sequence,
    };

    public static Wire.JobEvent ToWire(this JobEvent happened)
    {
        var wire = new Wire.JobEvent
        {
            Sequence = happened.Sequence,
            Time = happened.Time.ToWire(),
            Type = (Wire.JobEventType)happened.Type,
            Job = happened.Job,
            Allocation = happened.Allocation,
            AllocationId = happened.AllocationId.Serial,
            Node = happened.Node,
            OomKilled = happened.OomKilled,
            Message = happened.Message,
        };
        if (happened.ExitCode is { } code) wire.ExitCode = code;
        return wire;
    }

    public static JobEvent ToModel(this Wire.JobEvent wire) => new()
    {
        Sequence = wire.Sequence,
        Time = wire.Time.ToTime(),
        Type = (JobEventType)wire.Type,
        Job = wire.Job,
        Allocation = wire.Allocation,
        AllocationId = new AllocationId(wire.AllocationId),
        Node = wire.Node,
        ExitCode = wire.HasExitCode ? wire.ExitCode : null,
        OomKilled = wire.OomKilled,
        Message = wire.Message,
    };
}
