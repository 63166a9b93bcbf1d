using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabPause : FleetCommand
{
    private readonly Argument<string> _node = LabCommands.NodeArgument();
    private readonly Option<bool> _host = new("--host") { Description = "All of the host stands still at once, as a virtual machine that is paused" };
    private readonly Option<bool> _agent = new("--agent") { Description = "The agent alone stands still (SIGSTOP); containers go on" };

    public LabPause() : base("pause", "Stop a host or its agent for a while, until 'fleet lab resume'")
    {
        Arguments.Add(_node);
        Options.Add(_host);
        Options.Add(_agent);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        bool host = context.Get(_host);
        if (host == context.Get(_agent)) throw new UsageException("say either --host (all of it) or --agent (the agent alone)");
        string node = context.Get(_node);
        LabCommands.Hosts(context).Pause(node, wholeHost: host);
        context.Io.Say($"paused {(host ? "host" : "the agent of")} {node}; 'fleet lab resume {node}{context.Root.Option}' lets it go on");
        return Task.FromResult(ExitCodes.Success);
    }
}
