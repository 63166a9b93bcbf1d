using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobInspectCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job();

    public JobInspectCommand() : base("inspect", "Show everything about a job as one JSON object") => Add(_name);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        Listing.WriteIndented(context.Io, await client.GetBytesAsync(Routes.Job(context.Get(_name)), cancel));
        return ExitCodes.Success;
    }
}
