using Fleet.Model;

namespace Fleet.Api.Contracts.Containers;

/// <summary>A line of <c>fleet ps</c>.</summary>
public record ContainerInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Image { get; init; }

    public string ImageDigest { get; init; } = "";

    public required string Node { get; init; }

    public required Phase State { get; init; }

    /// <summary>Null until known.</summary>
    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    /// <summary>The host's; 0 when not running.</summary>
    public int Pid { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Empty for a local user's.</summary>
    public string Job { get; init; } = "";

    public string Command { get; init; } = "";

    /// <summary>Why it ended or could not start, in words; empty when there is nothing to say.</summary>
    public string Message { get; init; } = "";

    public int RestartCount { get; init; }

    /// <summary>Not null: it has ended, and its restart policy starts it again then.</summary>
    public DateTimeOffset? RestartAt { get; init; }
}
