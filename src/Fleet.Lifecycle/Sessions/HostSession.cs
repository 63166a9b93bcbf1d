namespace Fleet.Lifecycle.Sessions;

public sealed record HostSessionOptions
{
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The visitor's lease runs from his sending, ours from our hearing; the grace makes sure that he gives up first.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What may be in flight at once: requests for a client, bytes for a worker.</summary>
    public int Credits { get; init; } = 64;
}

/// <summary>The door's side of one session: alive as long as its visitor is heard within lease and grace. Times are of CLOCK_BOOTTIME.</summary>
public sealed class HostSession
{
    public HostSession(HostSessionOptions options, TimeSpan now)
    {
        Options = options;
        (LastHeard, CreditsLeft) = (now, options.Credits);
    }

    public HostSessionOptions Options { get; }

    public TimeSpan LastHeard { get; private set; }

    public int CreditsLeft { get; private set; }

    /// <summary>When the session is over unless the visitor is heard before.</summary>
    public TimeSpan ExpiresAt => LastHeard + Options.Lease + Options.Grace;

    public bool IsOver(TimeSpan now) => now >= ExpiresAt;

    /// <summary>A heartbeat came. False when the session was over before: then it must not be acknowledged.</summary>
    public bool Hear(TimeSpan now)
    {
        if (IsOver(now)) return false;
        if (now > LastHeard) LastHeard = now;
        return true;
    }

    /// <summary>Takes in something that costs credits; false means busy. One thing alone may cost more than there are.</summary>
    public bool TryTake(int cost)
    {
        if (cost > CreditsLeft && CreditsLeft < Options.Credits) return false;
        CreditsLeft -= cost;
        return true;
    }

    /// <summary>It is answered.</summary>
    public void GiveBack(int cost) => CreditsLeft = Math.Min(Options.Credits, CreditsLeft + cost);
}
