namespace Fleet.Containers;

/// <summary>How a container ended, as its shim wrote it down.</summary>
public sealed record ExitRecord
{
    /// <summary>0 to 255, 128 + n when ended by signal n; null when nobody saw the end (shim killed, machine went down).</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it; null when it exited by itself.</summary>
    public int? Signal { get; init; }

    /// <summary>The kernel killed in its group for want of memory, and it ended by that or by its consequence.</summary>
    public bool OomKilled { get; init; }

    /// <summary>Nobody saw the end, but it is known that there was no run: to make it again repeats nothing.</summary>
    public bool NeverRan { get; init; }

    /// <summary>Null when it never ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Words for people where the numbers do not tell; empty otherwise.</summary>
    public string Message { get; init; } = "";
}
