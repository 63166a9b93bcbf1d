using Fleet.Model;

namespace Fleet.Api.Contracts.Events;

/// <summary>A line of <c>fleet events</c> and <c>fleet job history</c>.</summary>
public sealed record EventInfo
{
    /// <summary>Counted up by the scheduler; 0 for events of one node's local containers.</summary>
    public long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>camelCase: <c>jobAccepted</c>, <c>allocationExited</c>; <c>containerStarted</c> for local ones.</summary>
    public required string Type { get; init; }

    public string Job { get; init; } = "";

    /// <summary>JOB.GROUP.INDEX, or a local container's name.</summary>
    public string Allocation { get; init; } = "";

    public string AllocationId { get; init; } = "";

    public string Node { get; init; } = "";

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public string Message { get; init; } = "";

    public static EventInfo From(JobEvent e) => new()
    {
        Sequence = e.Sequence,
        Time = e.Time,
        Type = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(e.Type.ToString()),
        Job = e.Job,
        Allocation = e.Allocation,
        AllocationId = e.AllocationId.Serial == 0 ? "" : e.AllocationId.ToString(),
        Node = e.Node,
        ExitCode = e.ExitCode,
        OomKilled = e.OomKilled,
        Message = e.Message,
    };
}
