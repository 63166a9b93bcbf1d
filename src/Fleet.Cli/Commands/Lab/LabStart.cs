using System.CommandLine;
using Fleet.Cli.CommandLine;
using Fleet.Lab;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabStart : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();

    public LabStart() : base("start", "Start a host that was killed, or its agent") => Arguments.Add(_node);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var hosts = LabCommands.Hosts(context);
        var node = hosts.Start(context.Get(_node));
        await new LabReadiness(context.Root, hosts).WaitAsync(hosts.Plan, [node.Name], LabCommands.JoinTime, cancel);
        context.Io.Say($"{node.Name} has joined the cluster");
        return ExitCodes.Success;
    }
}
