namespace Fleet.Lifecycle.Sessions;

/// <summary>What may happen to a visitor.</summary>
public abstract record VisitorInput;

/// <summary>Time passed (also the first input of all, to say the first Hello).</summary>
public sealed record Wake : VisitorInput
{
    public static readonly Wake Instance = new();
}

/// <param name="HelloNumber">Of the Hello that it answers; answers to older ones are ignored.</param>
/// <param name="Session">Where the session is reached; opaque.</param>
public sealed record Welcomed(long HelloNumber, string Session, long SessionNumber, long Epoch, TimeSpan Lease, int Credits) : VisitorInput;

/// <summary>Another door has the scheduler. It is asked next, without a pause.</summary>
public sealed record Redirected(long HelloNumber, string Door) : VisitorInput;

/// <summary>The door has no scheduler at the moment, or does not speak our protocol.</summary>
public sealed record TurnedAway(long HelloNumber, string Why, TimeSpan RetryAfter) : VisitorInput;

public sealed record HeartbeatAcknowledged(long Number, long Epoch) : VisitorInput;

/// <summary>The session said that it does not know us (any more).</summary>
public sealed record SessionDenied(string Session) : VisitorInput;

/// <summary>We want to go; no Hello after that.</summary>
public sealed record GoAway : VisitorInput;

/// <summary>What a visitor does.</summary>
public abstract record VisitorOutput;

public sealed record SayHello(string Door, long Number) : VisitorOutput;

public sealed record SendHeartbeat(string Session, long Number) : VisitorOutput;

public sealed record SayGoodbye(string Session) : VisitorOutput;

public sealed record Entered(Welcomed Welcome) : VisitorOutput;

public sealed record Left(string Why) : VisitorOutput;
