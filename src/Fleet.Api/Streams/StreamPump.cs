using System.Globalization;
using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Streams;
using Fleet.Node.Engine;

namespace Fleet.Api.Streams;

/// <summary>What the caller's stdin is to the process.</summary>
internal enum InputRule
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>All its input: the end of the one is the end of the other.</summary>
    Whole,

    /// <summary>Some of its input: where the caller's ends, the process's stays open for others.</summary>
    Shared,
}

/// <summary>Carries a process's streams in frames, both ways at once.</summary>
/// <param name="duplex">The caller.</param>
/// <param name="process">The process; another may follow it (<see cref="JoinAsync"/>).</param>
/// <param name="signal">Passes a signal on to the process, by number as text.</param>
internal sealed class StreamPump(DuplexAnswer duplex, IAttachment process, Func<string, Task> signal)
{
    private volatile IAttachment _process = process;
    private volatile bool _inputEnded;
    private long _stdout, _stderr;

    public InputRule Input { get; init; }

    /// <summary>Called when the caller says that it goes on purpose; all that it typed before has been passed on.</summary>
    public Action? Detached { get; init; }

    /// <summary>It said so.</summary>
    public bool IsDetached { get; private set; }

    /// <summary>Bytes of the present process that were sent on.</summary>
    public long Stdout => Interlocked.Read(ref _stdout);

    /// <inheritdoc cref="Stdout"/>
    public long Stderr => Interlocked.Read(ref _stderr);

    /// <summary>Until both outputs have ended, or are to be read no further; what was read is sent on in any case.</summary>
    public Task OutputAsync(CancellationToken cancel) => Task.WhenAll(
        CopyAsync(_process.Stdout, FrameType.Stdout, cancel), CopyAsync(_process.Stderr, FrameType.Stderr, cancel));

    /// <summary>Goes on with another process, or another hold on the same.</summary>
    public async Task JoinAsync(IAttachment next)
    {
        _process = next;
        (_stdout, _stderr) = (0, 0);
        if (_inputEnded && next.Stdin is { } stdin)
        {
            await stdin.DisposeAsync();
        }
    }

    /// <summary>What the caller sends, until it ends its body or is gone; never throws for that.</summary>
    public async Task InputAsync(CancellationToken cancel)
    {
        try
        {
            while (await duplex.Reader.ReadAsync(cancel) is { } frame)
            {
                await TakeAsync(frame, cancel);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidDataException or ObjectDisposedException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // The caller is gone, or the process is: the output's end says which.
        }
    }

    private async Task TakeAsync(Frame frame, CancellationToken cancel)
    {
        var process = _process;
        switch (frame.Type)
        {
            case FrameType.Stdin when Input != InputRule.None && process.Stdin is { } target:
                await WriteStdinAsync(target, frame.Payload, cancel);
                break;
            case FrameType.StdinEnd when Input == InputRule.Whole:
                _inputEnded = true;
                if (process.Stdin is { } ended) await ended.DisposeAsync();
                break;
            case FrameType.Resize when JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.TerminalSize) is { } size:
                await IgnoringEnd(() => process.ResizeAsync(new TerminalSize((uint)size.Rows, (uint)size.Columns), cancel));
                break;
            case FrameType.Signal:
                string number = Encoding.ASCII.GetString(frame.Payload.Span);
                await IgnoringEnd(() => signal(number));
                break;
            case FrameType.Detach:
                IsDetached = true;
                process.SayDetached();
                Detached?.Invoke();
                break;
        }
    }

    // A process that closed its stdin does not end the stream: what is sent to it is dropped, signals go on.
    private static async Task WriteStdinAsync(Stream stdin, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await stdin.WriteAsync(bytes, cancel);
            await stdin.FlushAsync(cancel);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }

    private static async Task IgnoringEnd(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is EngineException or Fleet.Containers.ContainerStateException)
        {
            // It has just ended.
        }
    }

    private async Task CopyAsync(Stream from, FrameType type, CancellationToken cancel)
    {
        byte[] buffer = new byte[32 << 10];
        int read;
        while ((read = await from.ReadAsync(buffer, cancel)) > 0)
        {
            await SayGapAsync();
            await duplex.Writer.WriteAsync(type, buffer.AsMemory(0, read), duplex.Aborted);
            if (type == FrameType.Stderr) _stderr += read;
            else _stdout += read;
        }

        await SayGapAsync();
    }

    private async Task SayGapAsync()
    {
        if (_process is IContainerAttachment container && container.TakeGap())
        {
            await duplex.Writer.WriteAsync(FrameType.Gap, default(ReadOnlyMemory<byte>), duplex.Aborted);
        }
    }
}
