using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabMend : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();

    public LabMend() : base("mend", "Connect a host that was cut off") => Arguments.Add(_node);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string node = context.Get(_node);
        LabCommands.Hosts(context).MendLink(node);
        context.Io.Say($"{node} is connected");
        return Task.FromResult(ExitCodes.Success);
    }
}
