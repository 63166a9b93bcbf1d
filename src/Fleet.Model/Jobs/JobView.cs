using System.Collections.Immutable;

namespace Fleet.Model;

public enum JobState
{
    /// <summary>Some replica has no node yet, or is not up.</summary>
    Pending,

    /// <summary>Every wanted replica runs (service), or the rest of a batch is running.</summary>
    Running,

    /// <summary>Every batch replica has exited 0.</summary>
    Complete,

    /// <summary>A replica is out of attempts.</summary>
    Failed,

    /// <summary>Stopped by its user.</summary>
    Stopped,

    /// <summary>Every group is scaled to 0, which is no failure.</summary>
    ScaledDown,
}

/// <summary>A job with its groups' counts, for listings.</summary>
public sealed record JobView
{
    public required string Name { get; init; }

    public required JobState State { get; init; }

    public required JobVersion Version { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public ImmutableArray<GroupView> Groups { get; init; } = [];
}

/// <param name="PendingReason">Why replicas have no node: counts per filter, in words; empty when none is pending.</param>
public sealed record GroupView(
    string Name, TaskType Type, int Wanted, int Pending, int Running, int Complete, int Failed, string PendingReason);

/// <summary>An allocation as the scheduler sees it, for listings.</summary>
public sealed record AllocationView
{
    public required Assignment Assignment { get; init; }

    public required AllocationFact Fact { get; init; }

    /// <summary>Empty while it is pending.</summary>
    public required string Node { get; init; }

    public Resources Reserved { get; init; }

    /// <summary>Why it is pending, was placed there, restarted or lost, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The node is disconnected: the fact may be out of date.</summary>
    public bool Unknown { get; init; }
}

public enum JobEventType
{
    JobAccepted,
    JobUpdated,
    JobScaled,
    JobStopped,
    JobUp,
    JobComplete,
    JobFailed,
    AllocationPending,
    AllocationPlaced,
    AllocationStarted,
    AllocationExited,
    AllocationLost,
    AllocationStopped,
    NodeReady,
    NodeDisconnected,
    NodeLabelled,
}

/// <summary>Something that happened, in the order of <see cref="Sequence"/> (1, 2, 3... through all incarnations of the scheduler).</summary>
public sealed record JobEvent
{
    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required JobEventType Type { get; init; }

    /// <summary>Empty for events of nodes.</summary>
    public string Job { get; init; } = "";

    /// <summary>JOB.GROUP.INDEX, or empty.</summary>
    public string Allocation { get; init; } = "";

    public AllocationId AllocationId { get; init; }

    public string Node { get; init; } = "";

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public string Message { get; init; } = "";
}
