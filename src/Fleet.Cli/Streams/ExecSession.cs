using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Streams;

/// <summary>One exec from its request to its exit code.</summary>
internal static class ExecSession
{
    public static async Task<int> RunAsync(AgentClient client, string path, ExecRequest request, ProgramIo io, CancellationToken cancel)
    {
        using var call = await client.DuplexAsync(path, request, ApiJson.Default.ExecRequest, cancel);
        using var terminal = request.Terminal is null ? null : TerminalMode.Enter(call, io);
        var exit = await new StreamSession(call, io).RunAsync(request.Stdin, proxySignals: true, cancel);
        if (exit.Message.Length > 0)
        {
            io.Say($"fleet: {exit.Message}");
        }

        return exit.ExitCode ?? ExitCodes.RunFailure;
    }
}
