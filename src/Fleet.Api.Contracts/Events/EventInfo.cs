using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Api.Contracts.Events;

/// <summary>A line of <c>fleet events</c> and <c>fleet job history</c>.</summary>
public sealed record EventInfo
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>job, allocation or node for the cluster's; container, image, volume for a node's own.</summary>
    public required string Type { get; init; }

    /// <summary>What happened: accepted, placed, exited; create, start, die.</summary>
    public required string Action { get; init; }

    /// <summary>Counted up by the scheduler; 0 for a node's own.</summary>
    public long Sequence { get; init; }

    public string Id { get; init; } = "";

    /// <summary>The job's, the node's, the container's; JOB.GROUP.INDEX for an allocation.</summary>
    public string Name { get; init; } = "";

    public string Job { get; init; } = "";

    public string Node { get; init; } = "";

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public string Message { get; init; } = "";

    /// <summary>What else a node's own event tells: image, signal...</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static EventInfo From(JobEvent e)
    {
        var (type, action) = Words(e.Type.ToString());
        return new EventInfo
        {
            Time = e.Time,
            Type = type,
            Action = action,
            Sequence = e.Sequence,
            Id = e.AllocationId.Serial == 0 ? "" : e.AllocationId.ToString(),
            Name = e.Allocation.Length > 0 ? e.Allocation : e.Job.Length > 0 ? e.Job : e.Node,
            Job = e.Job,
            Node = e.Node,
            ExitCode = e.ExitCode,
            OomKilled = e.OomKilled,
            Message = e.Message,
        };
    }

    // JobAccepted: job, accepted.
    private static (string Type, string Action) Words(string name)
    {
        int second = 1;
        while (!char.IsUpper(name[second]))
        {
            second++;
        }

        return (name[..second].ToLowerInvariant(), name[second..].ToLowerInvariant());
    }
}
