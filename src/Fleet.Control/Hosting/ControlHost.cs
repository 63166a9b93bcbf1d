namespace Fleet.Control.Hosting;

/// <summary>
/// The control role of an agent: a member of the cluster in which the scheduler lives as a singleton, and the door for workers
/// and clients. An actor system that was quarantined or downed is replaced; the process goes on.
/// </summary>
public sealed class ControlHost : IAsyncDisposable
{
    private ControlHost()
    {
    }

    /// <summary>Opens the journal, starts both actor systems and returns once the door listens.</summary>
    /// <exception cref="ControlException">A setting is wrong or the journal cannot be used.</exception>
    public static Task<ControlHost> StartAsync(ControlSettings settings, CancellationToken cancel = default) =>
        throw new NotSupportedException();

    /// <summary>HOST:PORT that workers and clients dial; with the port that was chosen.</summary>
    public string DoorAddress => throw new NotSupportedException();

    /// <summary>HOST:PORT for the seed lists of other control hosts.</summary>
    public string ClusterAddress => throw new NotSupportedException();

    /// <summary>Done when the door welcomes or knows where to send visitors.</summary>
    public Task Ready => throw new NotSupportedException();

    /// <summary>The epoch of the scheduler if it lives here, else 0.</summary>
    public long Epoch => throw new NotSupportedException();

    /// <summary>Hands the singleton over and leaves the cluster; returns within <paramref name="within"/> either way.</summary>
    public Task LeaveAsync(TimeSpan within) => throw new NotSupportedException();

    /// <summary>Ends without leaving, as a crash would, but for closed files.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
