using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class PauseCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();

    public PauseCommand() : base("pause", "Make all processes of containers stand still") => Add(_names);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.PostAsync(Routes.Container(name, "pause"), cancel);
            return name;
        });
    }
}
