using Fleet.Protocol.Clients;

namespace Fleet.Protocol.Mapping;

internal static class CommandMapping
{
    public static Wire.Command ToWire(this Command command) => command switch
    {
        SubmitJob submit => new Wire.Command { Submit = new Wire.SubmitJob { Job = submit.Job.ToWire() } },
        StopJob stop => new Wire.Command { Stop = new Wire.StopJob { Job = stop.Job } },
        ScaleJob scale => new Wire.Command { Scale = new Wire.ScaleJob { Job = scale.Job, Group = scale.Group, Replicas = scale.Replicas } },
        LabelNode label => new Wire.Command { Label = ToWire(label) },
        _ => throw new ArgumentException($"{command.GetType()} has no form on the wire", nameof(command)),
    };

    public static Command ToMessage(this Wire.Command? wire) => wire?.KindCase switch
    {
        Wire.Command.KindOneofCase.Submit => new SubmitJob(wire.Submit.Job.ToModel()),
        Wire.Command.KindOneofCase.Stop => new StopJob(wire.Stop.Job),
        Wire.Command.KindOneofCase.Scale => new ScaleJob(wire.Scale.Job, wire.Scale.Group, wire.Scale.Replicas),
        Wire.Command.KindOneofCase.Label =>
            new LabelNode(wire.Label.Node, wire.Label.Key, wire.Label.HasValue ? wire.Label.Value : null),
        _ => throw new ArgumentException("a command that this version of Fleet does not know", nameof(wire)),
    };

    private static Wire.LabelNode ToWire(LabelNode label)
    {
        var wire = new Wire.LabelNode { Node = label.Node, Key = label.Key };
        if (label.Value is { } value) wire.Value = value;
        return wire;
    }
}
