using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Protocol.Sessions;

/// <summary>What crosses between a visitor and a control host. The rules are in Contracts/session.proto.</summary>
public interface IFleetMessage;

public enum VisitorRole
{
    Worker,
    Client,
}

/// <summary>The first word of a visitor; said again, with a higher <see cref="Number"/>, until a door answers.</summary>
/// <param name="Id">A worker's is its node's name, a client's is random; valid as part of an actor path.</param>
/// <param name="Instance">Random per start of the visitor: tells a restart from a second visitor of the same id.</param>
public sealed record Hello(long Number, VisitorRole Role, string Id, string Instance, int MinProtocol, int MaxProtocol) : IFleetMessage
{
    /// <summary>The last assignment number applied in the earlier session; 0 without one.</summary>
    public long LastNumber { get; init; }

    /// <summary>The earlier session's, from its <see cref="Welcome"/>; empty without one.</summary>
    public ImmutableArray<byte> ResumeToken { get; init; } = [];
}

/// <summary>The scheduler lives elsewhere: say Hello at these doors (HOST:PORT, the best first).</summary>
public sealed record Redirect(long HelloNumber, ImmutableArray<string> Doors) : IFleetMessage;

public enum RefusalReason
{
    /// <summary>No scheduler has begun yet: say Hello again.</summary>
    NotReady,

    /// <summary>No protocol version in common: of no use to try again.</summary>
    Protocol,

    BadId,

    /// <summary>Too many sessions.</summary>
    Full,
}

/// <param name="MinProtocol">The range that the door speaks.</param>
public sealed record Refused(long HelloNumber, RefusalReason Reason, string Message, TimeSpan RetryAfter, int MinProtocol, int MaxProtocol)
    : IFleetMessage;

/// <param name="SessionPath">Full actor path; its last part is a random capability.</param>
/// <param name="Lease">How long the session lives without an acknowledged heartbeat, from the moment of sending it.</param>
/// <param name="Heartbeat">How often to send one.</param>
/// <param name="Credits">Requests (client) or bytes (worker) that may be unanswered at a time.</param>
/// <param name="SessionNumber">Above that of every earlier session of this epoch.</param>
public sealed record Welcome(
    long HelloNumber, int Protocol, string SessionPath, long SessionNumber, long Epoch, TimeSpan Lease, TimeSpan Heartbeat,
    int Credits) : IFleetMessage
{
    public ImmutableArray<byte> ResumeToken { get; init; } = [];
}

/// <param name="Usage">Workers only.</param>
/// <param name="AssignmentNumber">Workers: assignments up to this number are taken in.</param>
public sealed record Heartbeat(long Number, NodeUsage? Usage, long AssignmentNumber) : IFleetMessage;

/// <summary>An <see cref="Epoch"/> above the session's means that another scheduler has taken over: say Hello again.</summary>
public sealed record HeartbeatAck(long Number, long Epoch) : IFleetMessage;

/// <summary>The control host does not know (any more) the session that a heartbeat named.</summary>
/// <param name="Session">The last part of its path.</param>
public sealed record SessionGone(string Session) : IFleetMessage;

/// <summary>The visitor leaves of its own will; its session ends at once.</summary>
public sealed record Goodbye(string Reason) : IFleetMessage;

/// <summary>A piece of a message too large for one frame; <see cref="Parts"/> makes and joins them.</summary>
public sealed record Part(long Stream, int Index, int Count, string Manifest, ReadOnlyMemory<byte> Data) : IFleetMessage;
