using Fleet.Containers.Records;
using Fleet.Containers.Shims;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;
using ShimExit = Fleet.Shim.Protocol.ExitRecord;

namespace Fleet.Containers.Lifetime;

/// <summary>
/// The agent's connection to one shim, from first contact to the container's end, which it learns from the shim, from the disk,
/// or from there being neither.
/// </summary>
internal sealed class ContainerLife(
    ContainerFolder folder, ContainerRecord? record, string bootId, ShimProcess? process, Action removeGroups) : IAsyncDisposable
{
    private static readonly TimeSpan ShimEndPatience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<ExitRecord> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _disposed = new();
    private volatile ShimConnection? _connection;
    private volatile ShimState? _state;
    private volatile ExitRecord? _exit;
    private Task _watching = Task.CompletedTask;

    public string RunId => record?.RunId ?? "";

    public ShimConnection? Connection => _connection;

    public ShimState? State => _state;

    public ExitRecord? Exit => _exit;

    /// <summary>Cancelled when disposed before the end.</summary>
    public Task<ExitRecord> Ended => _ended.Task;

    public Task CleanedUp => _watching;

    public async Task ConnectAsync(CancellationToken cancel)
    {
        if (await TryConnectAsync(cancel).ConfigureAwait(false))
        {
            _watching = WatchAsync();
        }
        else
        {
            await EndAsync(FromDisk()).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the shim how the container stands now.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (_connection is not { } connection)
        {
            return;
        }

        try
        {
            ShimFrame frame = await connection.RequestAsync(FrameKind.GetState, null, cancel).ConfigureAwait(false);
            var reader = new WireReader(frame.Payload);
            _state = ShimState.Read(ref reader);
        }
        catch (ShimGoneException)
        {
            _state = Endings.State(folder, record?.RunId) ?? _state;    // it was quick
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await _watching.ConfigureAwait(false);
        _ended.TrySetCanceled(CancellationToken.None);
        if (process is not null && _exit is null)
        {
            _ = process.ReapAsync();    // it is still our child, whenever it ends
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancel)
    {
        _connection = await ShimLife.ConnectAsync(folder, record?.RunId, bootId, static _ => default, cancel).ConfigureAwait(false);
        _state = _connection?.State ?? Endings.State(folder, record?.RunId);
        return _connection is not null;
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                if (await SeenAsync().ConfigureAwait(false) is { } exit)
                {
                    await EndAsync(exit).ConfigureAwait(false);
                    return;
                }

                // The connection broke. If the shim lives all the same, the next connection tells.
                if (!await TryConnectAsync(_disposed.Token).ConfigureAwait(false))
                {
                    await EndAsync(FromDisk()).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            // Let go; the container goes on.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or failing disk, or a shim of another version: whoever waits must hear of it rather than wait for ever.
            _ended.TrySetException(e);
        }
    }

    /// <summary>The end as the shim tells it; null when the connection ended before.</summary>
    private async Task<ExitRecord?> SeenAsync()
    {
        try
        {
            ShimFrame frame = await _connection!.RequestAsync(FrameKind.Wait, null, _disposed.Token).ConfigureAwait(false);
            var reader = new WireReader(frame.Payload);
            return Endings.Of(ShimExit.Read(ref reader));
        }
        catch (ShimGoneException)
        {
            _disposed.Token.ThrowIfCancellationRequested();
            return null;
        }
    }

    private ExitRecord FromDisk() =>
        Endings.Read(folder, record?.RunId) ?? Endings.Lost(folder, record, _state, bootId, DateTimeOffset.UtcNow);

    /// <summary>First the group, so that whoever hears of the end finds nothing of it running; the shim ends after having told us.</summary>
    private async Task EndAsync(ExitRecord exit)
    {
        RemoveGroups();
        _exit = exit;
        _ended.TrySetResult(exit);
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);      // the shim ends when nobody listens any more
        }

        if (process is not null)
        {
            await process.ReapEndingAsync().ConfigureAwait(false);
        }
        else
        {
            await ShimLife.WaitForEndAsync(_state, bootId, ShimEndPatience).ConfigureAwait(false);
        }

        RemoveGroups();     // the shims' leaf, once the last of them has left it
    }

    private void RemoveGroups()
    {
        try
        {
            removeGroups();
        }
        catch (Exception e) when (e is IOException or Fleet.Linux.Cgroups.CgroupLimitException)
        {
            // A process waits inside the kernel; deleting the container tries again and says so.
        }
    }
}
