using System.Buffers.Binary;
using Fleet.Containers.Shims;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Sessions;

/// <summary>The streams that one connection to a shim carries, and what ends them.</summary>
/// <param name="endsAtLoss">They end where the shim had to leave output out, instead of going on behind the hole.</param>
internal sealed class ProcessStreams(bool endsAtLoss) : IAsyncDisposable
{
    private readonly TaskCompletionSource<ShimFrame> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _disposed = new();
    private volatile ShimConnection? _connection;
    private Task _earlier = Task.CompletedTask;
    private long _lost;

    public OutputStream Stdout { get; } = new();

    public OutputStream Stderr { get; } = new();

    public InputStream? Stdin { get; private set; }

    /// <summary>Bytes that the shim left out since they were not read in time.</summary>
    public long LostBytes => Interlocked.Read(ref _lost);

    /// <summary>The frame that told of the process's end; fails with <see cref="ShimGoneException"/> when none came.</summary>
    public Task<ShimFrame> Ended => _ended.Task;

    /// <summary>Opens a connection of its own and makes the request that begins the streams.</summary>
    /// <exception cref="ShimGoneException">The run is over; another may have begun in its folder.</exception>
    public async Task<ShimFrame> BeginAsync(
        string folder, string run, bool stdin, FrameKind kind, Action<Fleet.Shim.Protocol.Wire.WireWriter> request, CancellationToken cancel)
    {
        var hello = new HelloMessage(HelloMessage.Version, HelloMessage.Version, Agent: false);
        _connection = await ShimConnection.OpenAsync(folder, hello, OnEventAsync, cancel).ConfigureAwait(false);
        _ = FinishAsync(_connection);
        if (_connection.State.RunId != run)
        {
            throw new ShimGoneException();
        }

        Stdin = stdin ? new InputStream(_connection) : null;
        return await _connection.RequestAsync(kind, request, cancel).ConfigureAwait(false);
    }

    /// <summary>What comes over the connection waits until this has put earlier output into the streams. To be set before they begin.</summary>
    public TaskCompletionSource Earlier
    {
        set => _earlier = value.Task;
    }

    /// <summary>Nobody reads any more.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Nothing more comes.</summary>
    public void Complete()
    {
        Stdout.Complete();
        Stderr.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        Complete();
        await Stdout.DisposeAsync().ConfigureAwait(false);
        await Stderr.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask OnEventAsync(ShimFrame frame)
    {
        // Only behind the answer to attach there is anything earlier to wait for. What comes before it (a container that ends just now
        // says so to whoever has greeted it) must not hold up the connection, or nobody would ever see the answer, or that none comes.
        if (_connection?.LastAnswer == FrameKind.Done)
        {
            await _earlier.ConfigureAwait(false);
        }

        switch (frame.Kind)
        {
            case FrameKind.Output:
                // The first byte says which stream; the rest is the piece, which is kept and so copied out.
                await ((StreamKind)frame.Payload[0] == StreamKind.Stderr ? Stderr : Stdout).AddAsync(frame.Payload[1..]).ConfigureAwait(false);
                break;
            case FrameKind.OutputLost:
                Interlocked.Add(ref _lost, BinaryPrimitives.ReadInt64LittleEndian(frame.Payload));
                if (endsAtLoss)
                {
                    Complete();
                }

                break;
            case FrameKind.ExecExited or FrameKind.Exited:
                Complete();
                _ended.TrySetResult(frame);
                break;
            default:
                break;  // an event of a later version
        }
    }

    private async Task FinishAsync(ShimConnection connection)
    {
        await connection.Closed.ConfigureAwait(false);
        await _earlier.ConfigureAwait(false);
        Complete();
        _ended.TrySetException(new ShimGoneException());
        _ = _ended.Task.Exception;      // looked at: nobody need wait for it
    }
}
