using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Model;

namespace Fleet.Cli.Streams;

/// <summary>A container that somebody made before, joined until it ends: <c>attach</c> and <c>start -a</c>.</summary>
internal sealed class Attached(AgentClient client, ProgramIo io, DetachKeys keys)
{
    public async Task<int> JoinAsync(string name, bool stdin, bool proxySignals, CancellationToken cancel)
    {
        var container = await InspectAsync(name, cancel);
        if (container.State is not (Phase.Running or Phase.Paused))
        {
            throw new IOException($"cannot attach to a stopped container, start it first: 'fleet start -a {container.Name}' does both");
        }

        bool terminal = container.Spec!.Terminal;
        TerminalMode.Require(io, stdin && terminal);
        var request = new AttachRequest { Stdin = stdin && container.Spec.OpenStdin };
        return await RunAsync(container, request, proxySignals && !terminal, redraw: true, cancel) ?? Detaching.Said(io);
    }

    public async Task<int> StartAsync(string name, bool interactive, CancellationToken cancel)
    {
        var container = await InspectAsync(name, cancel);
        bool terminal = container.Spec!.Terminal, stdin = interactive && container.Spec.OpenStdin;
        var request = new AttachRequest
        {
            Start = true,
            Stdin = stdin,
            StdinOnce = stdin && !terminal,
            Terminal = terminal && io.StdoutIsTerminal ? TerminalWindow.Size() : null,
        };
        return await RunAsync(container, request, proxySignals: !terminal, redraw: false, cancel) ?? ExitCodes.Success;
    }

    private Task<ContainerDetail> InspectAsync(string name, CancellationToken cancel) =>
        client.GetAsync(Routes.Container(name), ApiJson.Default.ContainerDetail, cancel);

    /// <summary>Its exit code; null when it was left with the detach keys.</summary>
    private async Task<int?> RunAsync(ContainerDetail container, AttachRequest request, bool proxySignals, bool redraw, CancellationToken cancel)
    {
        using var link = await ResumingLink.OpenAsync(client, container.Id, request, io, cancel);
        var setup = new SessionSetup(request.Stdin, container.Spec!.Terminal, proxySignals, keys);
        if (await new StreamSession(link, io) { Redraw = redraw }.RunAsync(setup, cancel) is not { } exit)
        {
            return null;
        }

        if (exit.OomKilled || exit.Message.Length > 0)
        {
            io.Say($"fleet: {container.Name}: {(exit.OomKilled ? "it was killed: out of memory" : exit.Message)}");
        }

        return exit.ExitCode ?? ExitCodes.RunFailure;
    }
}
