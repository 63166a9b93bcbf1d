using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>
/// What a node has seen of one allocation. Facts are repeated until acknowledged; a later fact of the same allocation
/// contains all that earlier ones said, so any of them may be lost or arrive twice.
/// </summary>
public sealed record AllocationFact
{
    public required AllocationId Id { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>The host's; 0 when not running.</summary>
    public int Pid { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null until known, and for ever when the shim was killed; 128 + signal where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    /// <summary>Why it could not be prepared or started, or how it ended, in words; empty when there is nothing to say.</summary>
    public string Message { get; init; } = "";

    /// <summary>Up to 64 KB that the task wrote to the file named by $FLEET_RESULT; travels with the exit.</summary>
    public ImmutableArray<byte> Result { get; init; } = [];
}
