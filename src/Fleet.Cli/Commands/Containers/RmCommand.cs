using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class RmCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Kill them first if they run" };

    public RmCommand() : base("rm", "Remove containers with their files and logs")
    {
        Add(_names);
        Add(_force);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.DeleteAsync(Routes.WithQuery(Routes.Container(name), ("force", context.Get(_force) ? "true" : null)), cancel);
            return name;
        });
    }
}
