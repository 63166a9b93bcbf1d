using System.CommandLine;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobResultCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job("The job, or one replica: JOB.INDEX or JOB.SERVICE.INDEX");
    private readonly Option<string> _format = FormatOption.Create();

    public JobResultCommand() : base("result", "Print what a job's tasks wrote to the file named by $FLEET_RESULT")
    {
        _format.Description = "table (the bytes as written) or json";
        Add(_name);
        Add(_format);
    }

    public override string Notes => "Several results come one after the other, in the order of their indices; their names go to stderr.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        byte[] answer = await client.GetBytesAsync(Routes.Job(context.Get(_name), "result"), cancel);
        if (context.Get(_format) == "json")
        {
            Listing.WriteJson(context.Io, answer);
            return ExitCodes.Success;
        }

        var results = JsonSerializer.Deserialize(answer, ApiJson.Default.ImmutableArrayJobResult);
        foreach (var result in results)
        {
            if (results.Length > 1)
            {
                context.Io.Say($"{result.Allocation}:");
            }

            context.Io.Stdout.Write(result.Bytes());
        }

        return ExitCodes.Success;
    }
}
