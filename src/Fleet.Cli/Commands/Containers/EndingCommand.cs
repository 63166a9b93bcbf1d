using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What ends containers first: the stop signal and, after a time, SIGKILL.</summary>
internal abstract class EndingCommand : EachContainerCommand
{
    private readonly Option<int?> _time = new("--time", "--timeout", "-t") { Description = "Seconds from the stop signal to SIGKILL; -1: never (default: the container's own, else 10)", HelpName = "SEC" };

    protected EndingCommand(string name, string description) : base(name, description) => Add(_time);

    protected override string Query(CommandContext context)
    {
        int? seconds = context.Get(_time);
        return seconds < -1 ? throw new UsageException($"--time is a number of seconds from 0, or -1 for never, not {seconds}")
            : Routes.WithQuery("", ("timeout", seconds?.ToString()));
    }
}
