using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Nodes;

internal sealed class NodeInspectCommand : FleetCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The node's name" };

    public NodeInspectCommand() : base("inspect", "Show everything about a node as one JSON object") => Add(_name);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        Listing.WriteIndented(context.Io, await client.GetBytesAsync(Routes.Node(context.Get(_name)), cancel));
        return ExitCodes.Success;
    }
}
