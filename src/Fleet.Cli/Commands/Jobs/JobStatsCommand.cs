using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Containers;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobStatsCommand : FleetCommand
{
    private static readonly Column<StatsInfo> Node = new("NODE", s => s.Node);

    private readonly Argument<string> _name = Names.Job("The job, or one replica: JOB.INDEX or JOB.SERVICE.INDEX");
    private readonly StatsOptions _options = new();

    public JobStatsCommand() : base("stats", "Show live what the replicas of a job use, on whichever nodes they run")
    {
        Add(_name);
        _options.AddTo(this);
    }

    public override string Notes => StatsOptions.Notes;

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) => _options.ShowAsync(
        context, Routes.Job(context.Get(_name), "stats"), [Node, .. StatsColumns.Usual], [Node, .. StatsColumns.Wide], cancel);
}
