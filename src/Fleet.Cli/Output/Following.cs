using Fleet.Api.Contracts.Connection;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>What goes on: one JSON object a line, printed as it comes.</summary>
internal static class Following
{
    public static async Task CopyAsync(AgentClient client, string path, ProgramIo io, CancellationToken cancel)
    {
        await using var stream = await client.GetStreamAsync(path, cancel);
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            io.Stdout.Write(buffer, 0, read);
        }
    }
}
