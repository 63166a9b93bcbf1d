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
        var lines = isPath
            ? agent.LinesAsync(HttpMethod.Post, Routes.ImageImport,
                AgentClient.Content(new ImportImage(Path.GetFullPath(image), null, null), ApiJson.Default.ImportImage), ApiJson.Default.ImageProgress, cancel)
            : agent.LinesAsync(HttpMethod.Post, Routes.ImagePull,
                AgentClient.Content(new PullImage(image), ApiJson.Default.PullImage), ApiJson.Default.ImageProgress, cancel);
        await foreach (var progress in lines)
        {
            if (progress.Error is { } error) throw new ApiException(error);
            if (progress.Image is not { } brought) continue;
            string name = brought.Names.FirstOrDefault() ?? brought.Digest;
            stage.Say($"{(isPath ? "imported" : "pulled")} {name}, {brought.Size >> 10} KiB; the other hosts will take it from this one");
            return name;
        }
        throw new IOException($"the agent said nothing of image {image}");
    }
}
