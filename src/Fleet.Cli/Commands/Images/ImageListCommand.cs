using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Images;

internal sealed class ImageListCommand : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public ImageListCommand() : base("list", "List the images of a node")
    {
        Aliases.Add("ls");
        Add(_format);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) =>
        Listing.ShowAsync(context, context.Get(_format), Routes.Images, ApiJson.Default.ImmutableArrayImageInfo,
        [
            new("NAME", i => i.Names.IsEmpty ? "-" : string.Join(", ", i.Names)),
            new("DIGEST", i => Show.Digest(i.Digest)),
            new("SIZE", i => Show.Bytes(i.Size), Right: true),
            new("LAYERS", i => $"{i.Layers}", Right: true),
            new("ARCH", i => i.Architecture),
            new("AGE", i => Show.Age(i.CreatedAt, DateTimeOffset.UtcNow), Right: true),
        ], cancel);
}
