using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Api.Contracts;

/// <summary>The body of every answer that is not a success.</summary>
public sealed record ApiError
{
    /// <summary>One of <see cref="ErrorCodes"/>, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What failed, on what, and why.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; empty when the message says so.</summary>
    public string Cure { get; init; } = "";

    /// <summary>Faults by field, for a job or a container that was rejected.</summary>
    public ImmutableArray<FieldError> Fields { get; init; } = [];

    /// <summary>What <c>fleet run</c> and <c>fleet exec</c> exit with: 125, 126 or 127.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Busy: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

public static class ErrorCodes
{
    public const string Invalid = "invalid";
    public const string Rejected = "rejected";
    public const string NotFound = "not-found";

    /// <summary>The node lacks the image of a container that is to be made; the caller may pull it.</summary>
    public const string ImageMissing = "image-missing";

    /// <summary>The state of what is named does not allow it: not running, name taken, volume in use.</summary>
    public const string Conflict = "conflict";

    /// <summary>The container's command could not be started.</summary>
    public const string StartFailed = "start-failed";

    public const string Busy = "busy";

    /// <summary>No control host, or not the node that was meant, can be reached.</summary>
    public const string Unreachable = "unreachable";

    public const string Forbidden = "forbidden";
    public const string NotSupported = "not-supported";
    public const string Internal = "internal";
}

/// <summary>An answer of the agent that was not a success.</summary>
public sealed class ApiException(ApiError error) : Exception(error.Cure.Length == 0 ? error.Message : $"{error.Message}. {error.Cure}")
{
    public ApiError Error { get; } = error;
}
