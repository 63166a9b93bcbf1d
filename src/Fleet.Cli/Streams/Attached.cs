using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Inspect;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Streams;

/// <summary>A container that somebody made before, joined until it ends: <c>attach</c> and <c>start -a</c>.</summary>
internal sealed class Attached(AgentClient client, ProgramIo io, DetachKeys keys)
{
    public async Task<int> JoinAsync(string name, bool stdin, bool proxySignals, CancellationToken cancel)
    {
        var container = await InspectAsync(name, cancel);
        if (CannotJoin(container.State.Status, Name(container)) is { } why)
        {
            throw new IOException(why);
        }

        bool terminal = container.Config.Tty;
        TerminalMode.Require(io, stdin && terminal);
        var request = new AttachRequest { Stdin = stdin && container.Config.OpenStdin };
        return await RunAsync(container, request, proxySignals && !terminal, redraw: true, cancel) ?? Detaching.Said(io);
    }

    public async Task<int> StartAsync(string name, bool interactive, CancellationToken cancel)
    {
        var container = await InspectAsync(name, cancel);
        bool terminal = container.Config.Tty, stdin = interactive && container.Config.OpenStdin;
        var request = new AttachRequest
        {
            Start = true,
            Stdin = stdin,
            StdinOnce = stdin && !terminal,
            Terminal = terminal && io.StdoutIsTerminal ? TerminalWindow.Size() : null,
        };
        return await RunAsync(container, request, proxySignals: !terminal, redraw: false, cancel) ?? ExitCodes.Success;
    }

    // docker's words.
    private static string? CannotJoin(string status, string name) => status switch
    {
        "running" => null,
        "paused" => $"cannot attach to a paused container, unpause it first: 'fleet unpause {name}'",
        "restarting" => "cannot attach to a restarting container, wait until it is running",
        _ => $"cannot attach to a stopped container, start it first: 'fleet start -a {name}' does both",
    };

    private static string Name(InspectInfo container) => container.Name.TrimStart('/');

    private Task<InspectInfo> InspectAsync(string name, CancellationToken cancel) =>
        client.GetAsync(Routes.Container(name), InspectJson.Plain.InspectInfo, cancel);

    /// <summary>Its exit code; null when it was left with the detach keys.</summary>
    private async Task<int?> RunAsync(InspectInfo container, AttachRequest request, bool proxySignals, bool redraw, CancellationToken cancel)
    {
        using var link = await ResumingLink.OpenAsync(client, container.Id, request, io, cancel);
        var setup = new SessionSetup(request.Stdin, container.Config.Tty, proxySignals, keys);
        if (await new StreamSession(link, io) { Redraw = redraw }.RunAsync(setup, cancel) is not { } exit)
        {
            return null;
        }

        if (exit.OomKilled || exit.Message.Length > 0)
        {
            io.Say($"fleet: {Name(container)}: {(exit.OomKilled ? "it was killed: out of memory" : exit.Message)}");
        }

        return exit.ExitCode ?? ExitCodes.RunFailure;
    }
}
