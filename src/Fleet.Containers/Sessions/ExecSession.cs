using Fleet.Containers.Shims;
using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers.Sessions;

/// <summary>
/// A running exec. Read both outputs. Disposing closes the streams; the command goes on, or ends by reading or writing what
/// is closed.
/// </summary>
public sealed class ExecSession : IAsyncDisposable
{
    private readonly string _id;
    private readonly ProcessStreams _streams;
    private readonly ShimRequests _shim;

    internal ExecSession(string id, int pid, ProcessStreams streams, ShimRequests shim)
    {
        _id = id;
        _streams = streams;
        _shim = shim;
        Pid = pid;
    }

    /// <summary>Tells it from the container's other execs.</summary>
    public string Id => _id;

    /// <summary>The command's process as the agent sees it.</summary>
    public int Pid { get; }

    /// <summary>Null unless <see cref="ExecSetup.OpenStdin"/>; disposing it gives the command end of file.</summary>
    public Stream? Stdin => _streams.Stdin;

    public Stream Stdout => _streams.Stdout;

    public Stream Stderr => _streams.Stderr;

    /// <summary>Bytes left out since they were not read in time.</summary>
    public long LostBytes => _streams.LostBytes;

    /// <summary>0 to 255, 128 + n when ended by signal n.</summary>
    /// <exception cref="ContainerStateException">The container ended before the command's end was seen.</exception>
    public async Task<int> WaitAsync(CancellationToken cancel = default)
    {
        try
        {
            ShimFrame frame = await _streams.Ended.WaitAsync(cancel).ConfigureAwait(false);
            var reader = new WireReader(frame.Payload);
            return ExecExitedMessage.Read(ref reader).Code;
        }
        catch (ShimGoneException)
        {
            throw new ContainerStateException("the container's shim ended before the command did; its exit code is unknown");
        }
    }

    /// <exception cref="ContainerStateException">It has ended.</exception>
    public Task SignalAsync(int signal, CancellationToken cancel = default) => _shim.SignalAsync(signal, _id, cancel);

    /// <exception cref="ContainerStateException">It has ended.</exception>
    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => _shim.ResizeAsync(size, _id, cancel);

    public ValueTask DisposeAsync() => _streams.DisposeAsync();
}
