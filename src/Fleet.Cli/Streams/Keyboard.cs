using System.Buffers;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Streams;

/// <summary>Our stdin on its way to the process, watched for the keys that let go of a terminal.</summary>
/// <param name="stdin">Ours.</param>
/// <param name="link">To the process.</param>
/// <param name="keys">The detach keys; null where stdin is no keyboard.</param>
internal sealed class Keyboard(Stream stdin, IFrameLink link, DetachKeys? keys)
{
    private const byte Interrupt = 3;   // Ctrl-C, which a raw terminal gives as a byte

    private readonly TaskCompletionSource _detached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ended;

    /// <summary>Completes when the detach keys were pressed.</summary>
    public Task Detached => _detached.Task;

    public async Task RunAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[32 << 10];
        var passed = new ArrayBufferWriter<byte>();
        try
        {
            int read;
            while ((read = await stdin.ReadAsync(buffer, cancel)) > 0)
            {
                passed.ResetWrittenCount();
                bool detached = Watch(buffer.AsSpan(0, read), passed);
                await SendAsync(passed.WrittenMemory, cancel);
                if (detached)
                {
                    link.Leave();
                    _detached.TrySetResult();
                    await link.SendAsync(FrameType.Detach, default, cancel);
                    return;
                }
            }

            passed.ResetWrittenCount();
            keys?.Finish(passed);
            await SendAsync(passed.WrittenMemory, cancel);
            _ended = true;
            await link.SendAsync(FrameType.StdinEnd, default, cancel);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The command ended first: what is left of our stdin has no reader, which is no fault.
        }
    }

    /// <summary>Another agent may not have heard of the end.</summary>
    public async Task SayAgainAsync()
    {
        if (_ended)
        {
            await link.SendAsync(FrameType.StdinEnd, default, CancellationToken.None);
        }
    }

    private bool Watch(ReadOnlySpan<byte> typed, ArrayBufferWriter<byte> passed)
    {
        if (keys is null)
        {
            passed.Write(typed);
            return false;
        }

        return keys.Take(typed, passed);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (keys is not null && !link.IsUp)
        {
            // What a person types at nothing is not kept, but for the wish to leave.
            if (bytes.Span.Contains(Interrupt))
            {
                link.GiveUp();
            }

            return;
        }

        while (!bytes.IsEmpty && !await link.SendAsync(FrameType.Stdin, bytes, cancel) && await link.UpAsync(cancel))
        {
        }
    }
}
