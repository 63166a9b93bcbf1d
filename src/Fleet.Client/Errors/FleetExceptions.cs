using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Client;

/// <summary>What a cluster answered that is no success, or that none answered.</summary>
public abstract class FleetException : Exception
{
    private protected FleetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>The cluster understood and will not do it; <see cref="Errors"/> names the field and the cure of each fault.</summary>
public sealed class FleetRejectedException(string message, ImmutableArray<FieldError> errors)
    : FleetException(Text(message, errors))
{
    public ImmutableArray<FieldError> Errors { get; } = errors.IsDefault ? [] : errors;

    /// <summary>Of a command that could not be started: 127 not found, 126 not executable, 125 anything else.</summary>
    public int? ExitCode { get; init; }

    // A single fault often says the same as the whole.
    private static string Text(string message, ImmutableArray<FieldError> errors) =>
        errors.IsDefaultOrEmpty ? message
        : errors is [var one] && one.Message == message ? one.ToString()
        : string.Join('\n', [message + ":", .. errors.Select(error => error.ToString())]);
}

/// <summary>No control host, or not the node that is needed, could be reached in time.</summary>
public sealed class FleetUnreachableException(string message, Exception? inner = null) : FleetException(message, inner);

/// <summary>There is no job, replica or node of that name.</summary>
public sealed class FleetNotFoundException(string message) : FleetException(message);

/// <summary>Too much is in flight, or the scheduler is recovering, for longer than the client was willing to wait.</summary>
public sealed class FleetBusyException(string message, TimeSpan retryAfter) : FleetException(message)
{
    /// <summary>When it is worth trying again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
