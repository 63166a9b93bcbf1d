using System.Runtime.InteropServices;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Streams;

/// <summary>Our stdin, stdout, stderr and signals joined to a process in a container until it has ended.</summary>
internal sealed class StreamSession(DuplexCall call, ProgramIo io)
{
    /// <param name="stdin">Whether our stdin goes to it.</param>
    /// <param name="proxySignals">Signals to us go to it instead.</param>
    /// <exception cref="Fleet.Api.Contracts.ApiException">It could not be started, or the stream broke.</exception>
    public async Task<ExitInfo> RunAsync(bool stdin, bool proxySignals, CancellationToken cancel)
    {
        using var signals = new SignalProxy(call, proxySignals);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (stdin)
        {
            // Not awaited: a read of our stdin cannot be interrupted, and when the process has ended nobody wants it.
            _ = Task.Run(() => SendStdinAsync(ended.Token), CancellationToken.None);
        }

        try
        {
            while (await call.ReadAsync(cancel) is { } frame)
            {
                switch (frame.Type)
                {
                    case FrameType.Stdout:
                        io.Stdout.Write(frame.Payload.Span);
                        break;
                    case FrameType.Stderr:
                        io.Stderr.Write(frame.Payload.Span);
                        break;
                    case FrameType.Exit:
                        return Frames.ExitOf(frame);
                    case FrameType.Error:
                        throw Frames.ErrorOf(frame);
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
        }

        throw new IOException("the agent ended the stream before the command did; the container may go on: see 'fleet ps'");
    }

    private async Task SendStdinAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[32 << 10];
        try
        {
            int read;
            while ((read = await io.Stdin.ReadAsync(buffer, cancel)) > 0)
            {
                await call.WriteAsync(FrameType.Stdin, buffer.AsMemory(0, read), cancel);
            }

            await call.WriteAsync(FrameType.StdinEnd, default, cancel);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            // The command ended first: what is left of our stdin has no reader, which is no fault.
        }
    }
}
