using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabKill : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();
    private readonly Option<bool> _host = new("--host") { Description = "All of the host dies at once as by a power cut: agent, shims, containers" };
    private readonly Option<bool> _agent = new("--agent") { Description = "The agent alone dies (SIGKILL); containers go on" };

    public LabKill() : base("kill", "Kill a host or its agent")
    {
        Arguments.Add(_node);
        Options.Add(_host);
        Options.Add(_agent);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        bool host = context.Get(_host);
        if (host == context.Get(_agent)) throw new UsageException("say either --host (as a power cut would) or --agent (the agent alone)");
        string node = context.Get(_node);
        LabCommands.Hosts(context).Kill(node, wholeHost: host);
        context.Io.Say($"killed {(host ? "host" : "the agent of")} {node}; 'fleet lab start {node}{context.Root.Option}' starts it again");
        return Task.FromResult(ExitCodes.Success);
    }
}
