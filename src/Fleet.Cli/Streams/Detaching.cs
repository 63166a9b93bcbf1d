using System.CommandLine;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Streams;

/// <summary>The option <c>--detach-keys</c>, and what is said when they were pressed.</summary>
internal static class Detaching
{
    public static Option<string> Option() => new("--detach-keys")
    {
        Description = $"What lets go of a terminal and leaves all running (default: {DetachKeys.Usual})",
        HelpName = "KEYS",
    };

    /// <exception cref="UsageException">No such keys.</exception>
    public static DetachKeys Keys(CommandContext context, Option<string> option) =>
        DetachKeys.TryParse(context.Get(option), out var keys, out string? fault) ? keys : throw new UsageException($"--detach-keys: {fault}");

    /// <summary>docker's words and its exit code, where <c>attach</c> and <c>exec</c> did not see an end; <c>run</c> and <c>start -a</c> did what they should.</summary>
    public static int Said(ProgramIo io)
    {
        io.Say("read escape sequence");
        return ExitCodes.Failure;
    }
}
