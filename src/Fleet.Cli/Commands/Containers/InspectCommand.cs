using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

internal sealed class InspectCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();
    private readonly Option<string> _format = new("--format") { Description = "json, the only one", HelpName = "FORMAT", Hidden = true };

    public InspectCommand() : base("inspect", "Show everything about a container as one JSON object")
    {
        Add(_name);
        Add(_format.AcceptOnlyFromAmong("json"));
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        Listing.WriteIndented(context.Io, await client.GetBytesAsync(Routes.Container(context.Get(_name)), cancel));
        return ExitCodes.Success;
    }
}
