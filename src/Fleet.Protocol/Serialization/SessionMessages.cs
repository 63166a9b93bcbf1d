using Fleet.Protocol.Mapping;
using Fleet.Protocol.Sessions;
using Google.Protobuf;

namespace Fleet.Protocol.Serialization;

/// <summary>The table of Contracts/session.proto.</summary>
internal static class SessionMessages
{
    public static readonly MessageCodec[] Codecs =
    [
        new MessageCodec<Hello, Wire.Hello>("hello/1", Wire.Hello.Parser, ToWire, ToMessage),
        new MessageCodec<Redirect, Wire.Redirect>("redirect/1", Wire.Redirect.Parser,
            m => new Wire.Redirect { HelloNumber = m.HelloNumber, Doors = { m.Doors } },
            w => new Redirect(w.HelloNumber, [.. w.Doors])),
        new MessageCodec<Refused, Wire.Refused>("refused/1", Wire.Refused.Parser, ToWire, ToMessage),
        new MessageCodec<Welcome, Wire.Welcome>("welcome/1", Wire.Welcome.Parser, ToWire, ToMessage),
        new MessageCodec<Heartbeat, Wire.Heartbeat>("heartbeat/1", Wire.Heartbeat.Parser,
            m => new Wire.Heartbeat { Number = m.Number, Usage = m.Usage?.ToWire(), AssignmentNumber = m.AssignmentNumber },
            w => new Heartbeat(w.Number, w.Usage?.ToModel(), w.AssignmentNumber)),
        new MessageCodec<HeartbeatAck, Wire.HeartbeatAck>("heartbeat-ack/1", Wire.HeartbeatAck.Parser,
            m => new Wire.HeartbeatAck { Number = m.Number, Epoch = m.Epoch },
            w => new HeartbeatAck(w.Number, w.Epoch)),
        new MessageCodec<SessionGone, Wire.SessionGone>("session-gone/1", Wire.SessionGone.Parser,
            m => new Wire.SessionGone { Session = m.Session },
            w => new SessionGone(w.Session)),
        new MessageCodec<Goodbye, Wire.Goodbye>("goodbye/1", Wire.Goodbye.Parser,
            m => new Wire.Goodbye { Reason = m.Reason },
            w => new Goodbye(w.Reason)),
        new MessageCodec<Part, Wire.Part>("part/1", Wire.Part.Parser, ToWire, ToMessage),
    ];

    private static Wire.Hello ToWire(Hello hello) => new()
    {
        Number = hello.Number,
        Role = (Wire.VisitorRole)hello.Role,
        Id = hello.Id,
        MinProtocol = hello.MinProtocol,
        MaxProtocol = hello.MaxProtocol,
        Instance = hello.Instance,
        LastNumber = hello.LastNumber,
        ResumeToken = hello.ResumeToken.ToWire(),
    };

    private static Hello ToMessage(Wire.Hello wire) =>
        new(wire.Number, (VisitorRole)wire.Role, wire.Id, wire.Instance, wire.MinProtocol, wire.MaxProtocol)
        {
            LastNumber = wire.LastNumber,
            ResumeToken = wire.ResumeToken.ToBytes(),
        };

    private static Wire.Refused ToWire(Refused refused) => new()
    {
        HelloNumber = refused.HelloNumber,
        Reason = (Wire.RefusalReason)refused.Reason,
        Message = refused.Message,
        RetryAfterTicks = refused.RetryAfter.Ticks,
        MinProtocol = refused.MinProtocol,
        MaxProtocol = refused.MaxProtocol,
    };

    private static Refused ToMessage(Wire.Refused wire) => new(
        wire.HelloNumber, (RefusalReason)wire.Reason, wire.Message, wire.RetryAfterTicks.ToSpan(), wire.MinProtocol, wire.MaxProtocol);

    private static Wire.Welcome ToWire(Welcome welcome) => new()
    {
        HelloNumber = welcome.HelloNumber,
        Protocol = welcome.Protocol,
        SessionPath = welcome.SessionPath,
        SessionNumber = welcome.SessionNumber,
        Epoch = welcome.Epoch,
        LeaseTicks = welcome.Lease.Ticks,
        HeartbeatTicks = welcome.Heartbeat.Ticks,
        Credits = welcome.Credits,
        ResumeToken = welcome.ResumeToken.ToWire(),
    };

    private static Welcome ToMessage(Wire.Welcome wire) => new(
        wire.HelloNumber, wire.Protocol, wire.SessionPath, wire.SessionNumber, wire.Epoch,
        wire.LeaseTicks.ToSpan(), wire.HeartbeatTicks.ToSpan(), wire.Credits)
    {
        ResumeToken = wire.ResumeToken.ToBytes(),
    };

    private static Wire.Part ToWire(Part part) => new()
    {
        Stream = part.Stream,
        Index = part.Index,
        Count = part.Count,
        Manifest = part.Manifest,
        Data = UnsafeByteOperations.UnsafeWrap(part.Data),
    };

    private static Part ToMessage(Wire.Part wire) => new(wire.Stream, wire.Index, wire.Count, wire.Manifest, wire.Data.Memory);
}
