using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>One fault of a job, with the path of the field in the job file's terms: <c>services.web.deploy.replicas</c>.</summary>
public sealed record FieldError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

public enum AnswerStatus
{
    Ok,
    Rejected,
    NotFound,

    /// <summary>Too much in flight, or the scheduler is still recovering: try again after <see cref="Answer.RetryAfter"/>.</summary>
    Busy,
}

/// <summary>The scheduler's answer to a command of a user; the same for every repetition of the same request id within 24 h.</summary>
public sealed record Answer(AnswerStatus Status, string Message)
{
    public ImmutableArray<FieldError> Errors { get; init; } = [];

    public TimeSpan RetryAfter { get; init; }

    /// <summary>The version a submit led to; null for other commands.</summary>
    public JobVersion? Version { get; init; }

    /// <summary>The number of the event that a watch of this command's effects can start from.</summary>
    public long Sequence { get; init; }

    public static Answer Done(string message) => new(AnswerStatus.Ok, message);
}
