using System.Globalization;
using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Streams;
using Fleet.Node.Engine;

namespace Fleet.Api.Streams;

/// <summary>Carries a process's streams in frames, both ways at once.</summary>
/// <param name="signal">Passes a signal on to the process, by number as text.</param>
internal sealed class StreamPump(DuplexAnswer duplex, IAttachment process, Func<string, Task> signal)
{
    /// <summary>Until both outputs have ended.</summary>
    public Task OutputAsync(CancellationToken cancel) => Task.WhenAll(
        CopyAsync(process.Stdout, FrameType.Stdout, cancel), CopyAsync(process.Stderr, FrameType.Stderr, cancel));

    /// <summary>What the caller sends, until it ends its body or is gone; never throws for that.</summary>
    public async Task InputAsync(bool stdin, CancellationToken cancel)
    {
        try
        {
            while (await duplex.Reader.ReadAsync(cancel) is { } frame)
            {
                await TakeAsync(frame, stdin, cancel);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidDataException or ObjectDisposedException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // The caller is gone, or the process is: the output's end says which.
        }
    }

    private async Task TakeAsync(Frame frame, bool stdin, CancellationToken cancel)
    {
        switch (frame.Type)
        {
            case FrameType.Stdin when stdin && process.Stdin is { } target:
                await WriteStdinAsync(target, frame.Payload, cancel);
                break;
            case FrameType.StdinEnd when stdin && process.Stdin is { } target:
                await target.DisposeAsync();
                break;
            case FrameType.Resize when JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.TerminalSize) is { } size:
                await IgnoringEnd(() => process.ResizeAsync(new TerminalSize((uint)size.Rows, (uint)size.Columns), cancel));
                break;
            case FrameType.Signal:
                string number = Encoding.ASCII.GetString(frame.Payload.Span);
                await IgnoringEnd(() => signal(number));
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
        catch (EngineException)
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
            await duplex.Writer.WriteAsync(type, buffer.AsMemory(0, read), cancel);
        }
    }
}
