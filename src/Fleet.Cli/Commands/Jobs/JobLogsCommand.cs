using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Containers;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobLogsCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job("The job, or one replica: JOB.INDEX or JOB.SERVICE.INDEX");
    private readonly LogsOptions _options = new();

    public JobLogsCommand() : base("logs", "Show what the replicas of a job wrote, on whichever nodes they run")
    {
        Add(_name);
        _options.AddTo(this);
    }

    public override string Notes => $"Where several replicas are shown, each line begins with its replica's name.\n{Moments.Notes}";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string path = _options.Query(context, Routes.Job(context.Get(_name), "logs"));
        using var client = context.Connect();
        await using var stream = await client.GetStreamAsync(path, cancel);
        await _options.Printer(context, names: true).PrintAsync(stream, cancel);
        return ExitCodes.Success;
    }
}
