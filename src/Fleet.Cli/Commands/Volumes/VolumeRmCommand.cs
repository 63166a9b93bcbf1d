using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Volumes;

internal sealed class VolumeRmCommand : FleetCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Which volumes", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "One that does not exist is no error" };

    public VolumeRmCommand() : base("rm", "Remove volumes with their data")
    {
        Add(_names);
        Add(_force);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.DeleteAsync(Routes.WithQuery(Routes.Volume(name), ("force", context.Get(_force) ? "true" : null)), cancel);
            return name;
        });
    }
}
