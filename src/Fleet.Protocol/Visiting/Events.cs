using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Visiting;

// What a Visitor tells its owner; and the owner is told, besides, every message of the open session as it came.

/// <summary>A session is open. What was said in earlier ones is void: begin again.</summary>
public sealed record SessionOpened(Welcome Welcome);

/// <summary>The session is over; a new one is being sought already.</summary>
/// <param name="LeaseLost">The lease ran out, as opposed to a new scheduler or door.</param>
public sealed record SessionClosed(string Reason, bool LeaseLost);

/// <summary>No door has answered for a while, or all refuse. Said once until a session opens or the reason changes.</summary>
/// <param name="Permanent">Trying again cannot help (protocol version, id).</param>
public sealed record NoSession(string Reason, bool Permanent)
{
    /// <summary>A door refused; else none was heard at all.</summary>
    public bool Answered { get; init; }
}

// What the owner may tell its Visitor, besides messages for the session.

/// <summary>Rides on the next heartbeats.</summary>
public sealed record UsageIs(NodeUsage Usage);

/// <summary>The last assignment number taken in; rides on heartbeats and on the next Hello.</summary>
public sealed record AppliedUpTo(long Session, long Number);

/// <summary>Says Goodbye, if a session is open, and stops the visitor.</summary>
public sealed record Leave(string Reason);
