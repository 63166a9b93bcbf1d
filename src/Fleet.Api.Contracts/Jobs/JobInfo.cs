using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Jobs;

/// <summary>A line of <c>fleet job list</c>.</summary>
public record JobInfo
{
    public required string Name { get; init; }

    public required JobState State { get; init; }

    /// <summary>1 for the first, counted up by every accepted change.</summary>
    public long Version { get; init; }

    /// <summary>Of the version's canonical form.</summary>
    public string Digest { get; init; } = "";

    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Sums over the groups.</summary>
    public int Wanted { get; init; }

    public int Pending { get; init; }

    public int Running { get; init; }

    public int Complete { get; init; }

    public int Failed { get; init; }

    public ImmutableArray<GroupView> Groups { get; init; } = [];
}

/// <summary><c>fleet job inspect</c>.</summary>
public sealed record JobDetail : JobInfo
{
    [JsonPropertyOrder(1)]
    public required Job Spec { get; init; }

    [JsonPropertyOrder(1)]
    public ImmutableArray<AllocationInfo> Allocations { get; init; } = [];
}

/// <summary>A line of <c>fleet job history</c>: one accepted version of a job.</summary>
public sealed record JobVersionInfo(long Version, string Digest, bool Current, Job Spec);

/// <summary>A line of <c>fleet job ps</c>; its first fields are those of <c>fleet ps</c>.</summary>
public sealed record AllocationInfo
{
    public required string Id { get; init; }

    /// <summary>JOB.GROUP.INDEX.</summary>
    public required string Name { get; init; }

    public string Image { get; init; } = "";

    /// <summary>Empty while it is pending.</summary>
    public string Node { get; init; } = "";

    public required Phase State { get; init; }

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public int Pid { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required string Job { get; init; }

    public string Group { get; init; } = "";

    public int Index { get; init; }

    public int Attempt { get; init; }

    /// <summary>Digest of the job's version that it runs.</summary>
    public string Version { get; init; } = "";

    public Desired Desired { get; init; }

    public ImmutableArray<AssignedPort> Ports { get; init; } = [];

    public Resources Reserved { get; init; }

    /// <summary>Why it is pending, was placed there, restarted or lost.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How it ended, or why it could not start.</summary>
    public string Message { get; init; } = "";

    /// <summary>The node is disconnected: this may be out of date.</summary>
    public bool Unknown { get; init; }
}
