using System.CommandLine;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Containers;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobHistoryCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job();
    private readonly Option<string> _format = FormatOption.Create();

    public JobHistoryCommand() : base("history", "Show what happened to a job, from its acceptance on")
    {
        Add(_name);
        Add(_format);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        byte[] answer = await client.GetBytesAsync(Routes.Job(context.Get(_name), "history"), cancel);
        if (context.Get(_format) == "json")
        {
            Listing.WriteJson(context.Io, answer);
            return ExitCodes.Success;
        }

        foreach (var e in JsonSerializer.Deserialize(answer, ApiJson.Default.ImmutableArrayEventInfo))
        {
            context.Io.Print(EventsCommand.Line(e));
        }

        return ExitCodes.Success;
    }
}
