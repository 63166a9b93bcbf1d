using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabCut : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();

    public LabCut() : base("cut", "Cut a host off from the network; its agent and containers go on") => Arguments.Add(_node);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string node = context.Get(_node);
        LabCommands.Hosts(context).CutLink(node);
        context.Io.Say($"cut {node} off; 'fleet lab mend {node}{context.Root.Option}' connects it again");
        return Task.FromResult(ExitCodes.Success);
    }
}
