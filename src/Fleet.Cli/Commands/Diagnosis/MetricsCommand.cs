using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Diagnosis;

internal sealed class MetricsCommand : FleetCommand
{
    public MetricsCommand() : base("metrics", "Print the agent's figures, and those of its containers and jobs, in Prometheus' text format") { }

    public override string Notes => "For collectors set fleet.api.metrics-port: the agent then serves the same at http://ADDRESS:PORT/metrics.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        context.Io.Stdout.Write(await client.GetBytesAsync(Routes.Metrics, cancel));
        return ExitCodes.Success;
    }
}
