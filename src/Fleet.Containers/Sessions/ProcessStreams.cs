using System.Buffers.Binary;
using Fleet.Containers.Shims;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Sessions;

/// <summary>The streams that one connection to a shim carries, and what ends them.</summary>
internal sealed class ProcessStreams : IAsyncDisposable
{
    private readonly TaskCompletionSource<ShimFrame> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ShimConnection? _connection;
    private long _lost;

    public OutputStream Stdout { get; } = new();

    public OutputStream Stderr { get; } = new();

    public InputStream? Stdin { get; private set; }

    /// <summary>Bytes that the shim left out since they were not read in time.</summary>
    public long LostBytes => Interlocked.Read(ref _lost);

    /// <summary>The frame that told of the process's end; fails with <see cref="ShimGoneException"/> when none came.</summary>
    public Task<ShimFrame> Ended => _ended.Task;

    /// <summary>Opens a connection of its own and makes the request that begins the streams.</summary>
    public async Task<ShimFrame> BeginAsync(
        string folder, bool stdin, FrameKind kind, Action<Fleet.Shim.Protocol.Wire.WireWriter> request, CancellationToken cancel)
    {
        var hello = new HelloMessage(HelloMessage.Version, HelloMessage.Version, Agent: false);
        _connection = await ShimConnection.OpenAsync(folder, hello, OnEventAsync, cancel).ConfigureAwait(false);
        _ = FinishAsync(_connection);
        Stdin = stdin ? new InputStream(_connection) : null;
        return await _connection.RequestAsync(kind, request, cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Stdout.Complete();
        Stderr.Complete();
        await Stdout.DisposeAsync().ConfigureAwait(false);
        await Stderr.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask OnEventAsync(ShimFrame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Output:
                // The first byte says which stream; the rest is the piece, which is kept and so copied out.
                await ((StreamKind)frame.Payload[0] == StreamKind.Stderr ? Stderr : Stdout).AddAsync(frame.Payload[1..]).ConfigureAwait(false);
                break;
            case FrameKind.OutputLost:
                Interlocked.Add(ref _lost, BinaryPrimitives.ReadInt64LittleEndian(frame.Payload));
                break;
            case FrameKind.ExecExited or FrameKind.Exited:
                Stdout.Complete();
                Stderr.Complete();
                _ended.TrySetResult(frame);
                break;
            default:
                break;  // an event of a later version
        }
    }

    private async Task FinishAsync(ShimConnection connection)
    {
        await connection.Closed.ConfigureAwait(false);
        Stdout.Complete();
        Stderr.Complete();
        _ended.TrySetException(new ShimGoneException());
        _ = _ended.Task.Exception;      // looked at: nobody need wait for it
    }
}
