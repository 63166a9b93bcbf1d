using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Images;

internal sealed class ImageRmCommand : FleetCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Names or digests", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Take its names away even if containers that have ended use it" };

    public ImageRmCommand() : base("rm", "Remove images from a node")
    {
        Add(_names);
        Add(_force);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.DeleteAsync(Routes.WithQuery(Routes.Image(name), ("force", context.Get(_force) ? "true" : null)), cancel);
            return name;
        });
    }
}
