using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Streams;

/// <summary>A link that lasts as long as its call: exec, whose output nobody keeps.</summary>
internal sealed class DirectLink(DuplexCall call) : IFrameLink
{
    public bool IsUp => true;

    public ValueTask<Frame?> ReadAsync(CancellationToken cancel) => call.ReadAsync(cancel);

    public ValueTask<bool> SendAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel) => SendAsync(call, type, payload, cancel);

    public Task<bool> UpAsync(CancellationToken cancel) => Task.FromResult(false);

    public void Leave()
    {
    }

    public void GiveUp()
    {
    }

    public void Dispose() => call.Dispose();

    internal static async ValueTask<bool> SendAsync(DuplexCall call, FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        try
        {
            await call.WriteAsync(type, payload, cancel);
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            return false;   // it has just ended: its exit is on the way to us
        }
    }
}
