using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Streams;

/// <summary>What of our own a session takes.</summary>
/// <param name="Stdin">Our stdin goes to the process.</param>
/// <param name="Terminal">The process is on a terminal.</param>
/// <param name="ProxySignals">Signals to us go to it instead.</param>
/// <param name="DetachKeys">Heeded where the keys come from a terminal.</param>
internal sealed record SessionSetup(bool Stdin, bool Terminal, bool ProxySignals, DetachKeys DetachKeys);

/// <summary>Our stdin, stdout, stderr, signals and terminal joined to a process in a container until it has ended or is left.</summary>
internal sealed class StreamSession(IFrameLink link, ProgramIo io)
{
    /// <summary>How long the agent is waited for after the detach keys: it ends the stream once all that was typed has arrived.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);

    /// <summary>Draw what is on the screen: a program that draws all of it does so when its terminal's size changes.</summary>
    public bool Redraw { get; init; }

    /// <returns>How it ended; null when it was left with the detach keys.</returns>
    /// <exception cref="ApiException">It could not be started, or the stream broke.</exception>
    public async Task<ExitInfo?> RunAsync(SessionSetup setup, CancellationToken cancel)
    {
        bool isKeyboard = setup.Stdin && setup.Terminal;
        var keyboard = new Keyboard(io.Stdin, link, isKeyboard ? setup.DetachKeys : null);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminal = setup.Terminal ? TerminalMode.Enter(io, isKeyboard, setup.ProxySignals, ResizeAsync) : null;
        using var signals = new SignalProxy(link, setup.ProxySignals, () =>
        {
            terminal?.Dispose();
            io.Say("fleet: got 3 times SIGTERM or SIGINT: ends, and leaves the container as it is");
        });
        if (link is ResumingLink resuming)
        {
            resuming.Resumed = () => AgainAsync(keyboard, setup.Terminal);
        }

        if (Redraw && setup.Terminal && io.StdoutIsTerminal)
        {
            var size = TerminalWindow.Size();
            await ResizeAsync(new TerminalSize(size.Rows + 1, size.Columns + 1));
            await ResizeAsync(size);
        }

        if (setup.Stdin)
        {
            // Not awaited: a read of our stdin cannot be interrupted, and when the process has ended nobody wants it.
            _ = Task.Run(() => keyboard.RunAsync(ended.Token), CancellationToken.None);
        }

        try
        {
            var reading = ReadAsync(cancel);
            if (await Task.WhenAny(reading, keyboard.Detached) == reading)
            {
                return await reading is { } exit ? exit : keyboard.Detached.IsCompleted ? null : throw Broken();
            }

            await Task.WhenAny(reading, Task.Delay(Parting, cancel));
            return null;
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private static IOException Broken() => new("the agent ended the stream before the command did; the container may go on: see 'fleet ps'");

    /// <summary>Null where the stream ends without an exit.</summary>
    private async Task<ExitInfo?> ReadAsync(CancellationToken cancel)
    {
        while (await link.ReadAsync(cancel) is { } frame)
        {
            switch (frame.Type)
            {
                case FrameType.Stdout:
                    io.Stdout.Write(frame.Payload.Span);
                    break;
                case FrameType.Stderr:
                    io.Stderr.Write(frame.Payload.Span);
                    break;
                case FrameType.Gap:
                    io.Say("fleet: output is missing here: it was rotated away before it could be read");
                    break;
                case FrameType.Exit:
                    return Frames.ExitOf(frame);
                case FrameType.Error:
                    throw Frames.ErrorOf(frame);
            }
        }

        return null;
    }

    private async Task AgainAsync(Keyboard keyboard, bool terminal)
    {
        await keyboard.SayAgainAsync();
        if (terminal && io.StdoutIsTerminal)
        {
            await ResizeAsync(TerminalWindow.Size());
        }
    }

    private async Task ResizeAsync(TerminalSize size) => await link.SendAsync(
        FrameType.Resize, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(size, ApiJson.Default.TerminalSize), CancellationToken.None);
}
