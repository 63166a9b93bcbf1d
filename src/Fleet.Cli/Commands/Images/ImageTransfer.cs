using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Images;

/// <summary>A pull or an import: progress on stderr, the names of what came on stdout.</summary>
internal static class ImageTransfer
{
    public static async Task<int> RunAsync(AgentClient client, string path, HttpContent body, ProgramIo io, CancellationToken cancel)
    {
        var progress = new ProgressView(io);
        await foreach (var line in client.LinesAsync(HttpMethod.Post, path, body, ApiJson.Default.ImageAnswer, cancel))
        {
            if (line.Error is { } error)
            {
                throw new ApiException(error);
            }

            if (line.Images is { } images)
            {
                progress.Dispose();
                foreach (var image in images)
                {
                    io.Print(image.Names.IsEmpty ? image.Digest : image.Names[0]);
                }

                return ExitCodes.Success;
            }

            progress.Show(line.Progress);
        }

        throw new IOException("the agent ended its answer before the image was there: see its log");
    }
}
