using System.CommandLine;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Run;
using Fleet.Cli.Streams;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What <c>exec</c> and <c>job exec</c> have in common.</summary>
internal sealed class ExecOptions
{
    public const string ExitNotes =
        "Options end at NAME: all that follows is the command's.\n"
        + "Exit code: the command's; 125 Fleet's own error, 126 not executable, 127 not found, 128 + N killed by signal N.";

    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Leave it running, its output unseen" };
    private readonly Option<bool> _interactive = new("--interactive", "-i") { Description = "Our stdin is the command's" };
    private readonly Option<bool> _terminal = new("--tty", "-t") { Description = "On a terminal" };
    private readonly Option<string> _user = new("--user", "-u") { Description = "As whom (default: as the container)", HelpName = "USER[:GROUP]" };
    private readonly Option<string> _workdir = new("--workdir", "-w") { Description = "In which folder (default: the container's)", HelpName = "DIR" };
    private readonly Option<string[]> _env = new("--env", "-e") { Description = "A variable; K alone takes the caller's value", HelpName = "K=V" };

    private readonly Option<string> _detachKeys = Detaching.Option();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_detach, _interactive, _terminal, _user, _workdir, _env, _detachKeys])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">No such keys.</exception>
    public DetachKeys Keys(CommandContext context) => Detaching.Keys(context, _detachKeys);

    public ExecRequest Read(CommandContext context)
    {
        if (context.Tail.Count == 0)
        {
            throw new UsageException("needs a command: what is to be executed");
        }

        bool terminal = context.Get(_terminal), detach = context.Get(_detach);
        return new ExecRequest
        {
            Command = [.. context.Tail],
            Environment = EnvironmentOption.Read(context.Get(_env), context.Io.Environment),
            User = context.Get(_user),
            WorkingDirectory = context.Get(_workdir),
            Stdin = context.Get(_interactive) && !detach,
            Detach = detach,
            Terminal = terminal && !detach ? TerminalMode.SizeOf(context.Io, context.Get(_interactive)) : null,
        };
    }
}
