namespace Fleet.Model;

/// <summary>A container of a node, of a job or of a local user, as listings show it.</summary>
public sealed record ContainerView
{
    /// <summary>16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The user's, or a made-up one; JOB.GROUP.INDEX for a job's.</summary>
    public required string Name { get; init; }

    /// <summary>As the user wrote it.</summary>
    public required string Image { get; init; }

    /// <summary>Of the image's manifest; empty until it is known.</summary>
    public string ImageDigest { get; init; } = "";

    public required string Node { get; init; }

    public required Phase State { get; init; }

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public int Pid { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Empty for a local user's.</summary>
    public string Job { get; init; } = "";

    public string Command { get; init; } = "";

    /// <summary>Why it ended or could not start, in words.</summary>
    public string Message { get; init; } = "";

    public int RestartCount { get; init; }

    /// <summary>Not null: it has ended, and its restart policy starts it again then.</summary>
    public DateTimeOffset? RestartAt { get; init; }
}
