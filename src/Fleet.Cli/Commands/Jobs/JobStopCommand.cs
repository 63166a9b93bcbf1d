using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobStopCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job();

    public JobStopCommand() : base("stop", "Stop a job: all its replicas, for good") => Add(_name);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        await client.PostAsync(Routes.Job(context.Get(_name), "stop"), cancel);
        context.Io.Print(context.Get(_name));
        return ExitCodes.Success;
    }
}
