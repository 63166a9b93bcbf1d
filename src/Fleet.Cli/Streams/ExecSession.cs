using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Streams;

/// <summary>One exec from its request to its exit code.</summary>
internal static class ExecSession
{
    public static async Task<int> RunAsync(
        AgentClient client, string path, ExecRequest request, DetachKeys keys, ProgramIo io, CancellationToken cancel)
    {
        using var link = new DirectLink(await client.DuplexAsync(path, request, ApiJson.Default.ExecRequest, cancel));
        var setup = new SessionSetup(request.Stdin, request.Terminal is not null, ProxySignals: true, keys);
        if (await new StreamSession(link, io).RunAsync(setup, cancel) is not { } exit)
        {
            return Detaching.Said(io);
        }

        if (exit.Message.Length > 0)
        {
            io.Say($"fleet: {exit.Message}");
        }

        return exit.ExitCode ?? ExitCodes.RunFailure;
    }
}
