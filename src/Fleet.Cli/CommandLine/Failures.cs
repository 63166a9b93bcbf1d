using System.Net.Sockets;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Plans;

namespace Fleet.Cli.CommandLine;

/// <summary>What the user reads when something failed, and what the program exits with.</summary>
internal sealed record Failure(string Message, int ExitCode);

internal static class Failures
{
    /// <summary>Null for what is no failure we know: a fault of our own, which should be seen as one.</summary>
    public static Failure? Explain(Exception e, FleetCommand command) => e switch
    {
        NoReaderException => new("", ExitCodes.NoReader),
        UsageException => new($"{command.FullName}: {e.Message}\nSee '{command.FullName} --help'", command.UsageExitCode),
        Streams.NoTerminalException => new(e.Message, ExitCodes.Failure),
        Commands.Jobs.JobFileException => new(e.Message, command.FailureExitCode),
        NoAgentException or LabException => new($"fleet: {e.Message}", command.FailureExitCode),
        ApiException refused => new(Refused(refused.Error), ExitCodeOf(refused.Error, command)),
        HttpRequestException or SocketException => new(
            $"fleet: the agent does not answer: {Innermost(e).Message}: see its log with 'tail DIR/state/node.log', or start it with 'fleet node -d'",
            command.FailureExitCode),
        HttpIOException => new("fleet: the agent ended its answer before it was whole: it stopped or was killed; what runs goes on", command.FailureExitCode),
        IOException or UnauthorizedAccessException => new($"fleet: {e.Message}", command.FailureExitCode),
        OperationCanceledException => new("fleet: interrupted", ExitCodes.SignalBase + 2),
        _ => null,
    };

    /// <summary>The message, the faults by field, the cure.</summary>
    public static string Refused(ApiError error)
    {
        string text = $"fleet: {error.Message}";
        foreach (var field in error.Fields)
        {
            text += $"\n  {field}";
        }

        return error.Cure.Length == 0 ? text : $"{text}{(error.Fields.IsEmpty ? ": " : "\n")}{error.Cure}";
    }

    private static int ExitCodeOf(ApiError error, FleetCommand command) =>
        command.FailureExitCode == ExitCodes.RunFailure ? error.ExitCode ?? ExitCodes.RunFailure : command.FailureExitCode;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
