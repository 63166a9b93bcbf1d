using System.CommandLine;

namespace Fleet.Cli.CommandLine;

/// <summary>
/// One command in one file: its options as fields, <see cref="RunAsync"/> for what it does. What it throws becomes a message and
/// an exit code in <see cref="Failures"/>.
/// </summary>
internal abstract class FleetCommand : Command
{
    private ProgramIo? _io;
    private IReadOnlyList<string> _tail = [];

    protected FleetCommand(string name, string description) : base(name, description) =>
        SetAction((parsed, cancel) => RunGuardedAsync(parsed, cancel));

    /// <summary>
    /// Options end at the first word that is none; what follows belongs to someone else and is not looked at, byte for byte:
    /// <see cref="CommandContext.Tail"/>.
    /// </summary>
    public virtual bool EndsOptionsAtFirstArgument => false;

    /// <summary>For a command line that makes no sense.</summary>
    public virtual int UsageExitCode => ExitCodes.Usage;

    public virtual int FailureExitCode => ExitCodes.Failure;

    /// <summary>Lines for the end of the help: examples, exit codes.</summary>
    public virtual string Notes => "";

    /// <summary>"fleet job submit".</summary>
    public string FullName => CommandNames.Of(this);

    internal void Prepare(ProgramIo io, IReadOnlyList<string> tail) => (_io, _tail) = (io, tail);

    protected abstract Task<int> RunAsync(CommandContext context, CancellationToken cancel);

    private async Task<int> RunGuardedAsync(ParseResult parsed, CancellationToken cancel)
    {
        var context = new CommandContext(parsed, _io ?? ProgramIo.OfProcess(), _tail);
        try
        {
            return await RunAsync(context, cancel);
        }
        catch (Exception e) when (Failures.Explain(e, this) is { } failure)
        {
            if (failure.Message.Length > 0)
            {
                context.Io.Say(failure.Message);
            }

            return failure.ExitCode;
        }
    }
}

/// <summary>A word under which commands stand: <c>fleet job</c>.</summary>
internal class CommandGroup(string name, string description) : Command(name, description);

internal static class CommandNames
{
    public static string Of(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Of(parent)} {command.Name}" : "fleet";
}
