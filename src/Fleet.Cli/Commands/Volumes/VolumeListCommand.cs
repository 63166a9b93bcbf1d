using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Volumes;

internal sealed class VolumeListCommand : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public VolumeListCommand() : base("list", "List the volumes of a node")
    {
        Aliases.Add("ls");
        Add(_format);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) =>
        Listing.ShowAsync(context, context.Get(_format), Routes.Volumes, ApiJson.Default.ImmutableArrayVolumeInfo,
        [
            new("NAME", v => v.Name),
            new("AGE", v => Show.Age(v.CreatedAt, DateTimeOffset.UtcNow), Right: true),
            new("USED BY", v => string.Join(", ", v.UsedBy)),
            new("PATH", v => v.Path),
        ], cancel);
}
