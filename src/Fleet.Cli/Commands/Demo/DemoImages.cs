using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Images;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Gets an image into one node's store.</summary>
internal static class DemoImages
{
    /// <param name="image">A layout or archive on this machine, else a reference to pull.</param>
    /// <returns>The name that jobs can use.</returns>
    public static async Task<string> BringAsync(AgentClient agent, string image, DemoStage stage, CancellationToken cancel)
    {
        bool isPath = Path.Exists(image);
        var (path, body) = isPath
            ? (Routes.ImageImport, AgentClient.Content(new ImportImage(Path.GetFullPath(image), null), ApiJson.Default.ImportImage))
            : (Routes.ImagePull, AgentClient.Content(new PullImage(image), ApiJson.Default.PullImage));
        await foreach (var line in agent.LinesAsync(HttpMethod.Post, path, body, ApiJson.Default.ImageAnswer, cancel))
        {
            if (line.Error is { } error) throw new ApiException(error);
            if (line.Images is not [var brought, ..]) continue;
            string name = brought.Names.FirstOrDefault() ?? brought.Digest;
            stage.Say($"{(isPath ? "imported" : "pulled")} {name}, {brought.Size >> 10} KiB in {brought.Layers} layers; the other hosts will take it from this one");
            return name;
        }
        throw new IOException($"the agent said nothing of image {image}");
    }
}
