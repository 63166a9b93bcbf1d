using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Images;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Images;

internal sealed class ImagePullCommand : FleetCommand
{
    private readonly Argument<string> _reference = new("REF") { Description = "HOST[:PORT]/NAME[:TAG], or NAME@DIGEST" };

    public ImagePullCommand() : base("pull", "Take an image from a registry, or from a node of the cluster that has it") => Add(_reference);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var body = AgentClient.Content(new PullImage(context.Get(_reference)), ApiJson.Default.PullImage);
        return await ImageTransfer.RunAsync(client, Routes.ImagePull, body, context.Io, cancel);
    }
}
