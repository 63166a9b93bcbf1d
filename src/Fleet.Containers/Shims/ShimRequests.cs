using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers.Shims;

/// <summary>What the agent asks of a shim, with the answers in the agent's words.</summary>
internal sealed class ShimRequests(string id, Func<ShimConnection?> connection)
{
    public Task StartAsync(CancellationToken cancel) => AskAsync(FrameKind.Start, null, cancel);

    public Task SignalAsync(int signal, string execId, CancellationToken cancel) =>
        AskAsync(FrameKind.Signal, new SignalMessage(signal, execId).Write, cancel);

    public Task ResizeAsync(ConsoleSize size, string execId, CancellationToken cancel) =>
        AskAsync(FrameKind.Resize, new ResizeMessage((ushort)size.Height, (ushort)size.Width, execId).Write, cancel);

    public Task PingAsync(CancellationToken cancel) => AskAsync(FrameKind.Ping, null, cancel);

    public Task KillAsync(CancellationToken cancel) => AskAsync(FrameKind.Kill, null, cancel);

    private async Task AskAsync(FrameKind kind, Action<WireWriter>? write, CancellationToken cancel)
    {
        if (connection() is not { Closed.IsCompleted: false } open)
        {
            throw NotRunning();
        }

        try
        {
            await open.RequestAsync(kind, write, cancel).ConfigureAwait(false);
        }
        catch (ShimGoneException)
        {
            throw NotRunning();
        }
        catch (ShimRefusedException refused)
        {
            throw Translate(refused);
        }
    }

    /// <summary>125 to 127 are failed starts, anything else a request that the container's phase does not allow.</summary>
    public static Exception Translate(ShimRefusedException refused) => refused.Why.Code is 125 or 126 or 127
        ? new ContainerStartException(refused.Why.Code, refused.Why.Text)
        : new ContainerStateException(refused.Why.Text);

    public ContainerStateException NotRunning() => new($"container {id} is not running");
}
