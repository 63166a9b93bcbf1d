using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Containers;

/// <summary>What was seen of a container, not what was asked.</summary>
public sealed record ContainerStatus
{
    public Phase Phase { get; init; }

    public string ImageDigest { get; init; } = "";

    /// <summary>The host's; 0 when not running.</summary>
    public int Pid { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    /// <summary>Why it could not start, or how it ended, in words; empty when there is nothing to say.</summary>
    public string Message { get; init; } = "";

    public ImmutableArray<byte> Result { get; init; } = [];

    /// <summary>By its restart policy since it was last started by hand.</summary>
    public int Restarts { get; init; }

    /// <summary>How often the pause before its restarts has doubled; -1 before the first.</summary>
    public int Doubled { get; init; } = -1;

    /// <summary>It has ended, and is started again then; null when it rests.</summary>
    public DateTimeOffset? RestartAt { get; init; }

    public AllocationFact ToFact(AllocationId id) => new()
    {
        Id = id, Phase = Phase, Pid = Pid, StartedAt = StartedAt, FinishedAt = FinishedAt, ExitCode = ExitCode,
        OomKilled = OomKilled, Message = Message, Result = Result,
    };
}
