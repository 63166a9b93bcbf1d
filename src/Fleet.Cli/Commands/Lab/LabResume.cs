using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabResume : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();

    public LabResume() : base("resume", "Let a paused host or agent go on") => Arguments.Add(_node);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string node = context.Get(_node);
        LabCommands.Hosts(context).Resume(node);
        context.Io.Say($"{node} goes on");
        return Task.FromResult(ExitCodes.Success);
    }
}
