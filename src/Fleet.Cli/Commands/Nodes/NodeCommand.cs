using System.CommandLine;
using Fleet.Api.Contracts.Connection;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Nodes;

internal sealed class NodeCommand : FleetCommand
{
    private readonly Option<string> _config = new("--config") { Description = "Configuration (default: roles control and worker, loopback, free ports)", HelpName = "FILE" };
    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Leave it running; returns when its socket answers" };
    private readonly Option<bool> _stopContainers = new("--stop-containers") { Description = "At SIGTERM stop the containers too" };

    public NodeCommand() : base("node", "Run an agent, or look at the nodes of the cluster")
    {
        Add(_config);
        Add(_detach);
        Add(_stopContainers);
    }

    public override string Notes =>
        "Without a command: an agent in the foreground. SIGTERM leaves the cluster cleanly; containers go on unless --stop-containers.\n"
        + "With -d it writes to DIR/state/node.log; exit code 0 once it answers, else 1 with the reason.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        if (AgentSocket.Answers(context.Root.Socket))
        {
            context.Io.Say($"fleet: an agent runs for {context.Root.Run} already: see 'fleet version{context.Root.Option}'");
            return ExitCodes.Failure;
        }

        List<string> arguments = [];
        if (context.Root.Folder is { } folder)
        {
            arguments.AddRange(["--root", folder]);
        }

        if (context.Get(_config) is { } config)
        {
            arguments.AddRange(["--config", Path.GetFullPath(config)]);
        }

        if (context.Get(_stopContainers))
        {
            arguments.Add("--stop-containers");
        }

        var agent = AgentProgram.Find();
        return context.Get(_detach) ? await agent.DetachAsync(arguments, context.Root, context.Io, cancel) : agent.Become(arguments);
    }
}
