using Akka.Actor;
using Akka.Cluster;
using Fleet.Control.Door;
using Fleet.Control.Journal;
using Fleet.Control.Members;
using Fleet.Control.Scheduler;
using Fleet.Protocol.Visiting;

namespace Fleet.Control.Hosting;

/// <summary>
/// The control role of an agent: a member of the cluster in which the scheduler lives as a singleton, and the door for workers
/// and clients. An actor system that was quarantined or downed is replaced; the process goes on.
/// </summary>
public sealed partial class ControlHost : IAsyncDisposable
{
    private static readonly TimeSpan OpenJournalWithin = TimeSpan.FromSeconds(20);

    private readonly SchedulerGate _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly IEventLog _log;
    private readonly JournalPlugin _journal;
    private readonly ActorSystem _door;
    private readonly Task _keeping;
    private ControlSettings _settings;      // with the ports that were chosen
    private volatile ActorSystem? _cluster;
    private int _disposed;

    private ControlHost(ControlSettings settings, IEventLog log)
    {
        (_settings, _log) = (settings, log);
        _journal = new JournalPlugin(log, settings.RecoverWithin);
        var door = new DoorContext(_gate, new NodeAddresses(), () => ClusterMembers.OtherDoors(_cluster))
        {
            Lease = settings.Lease,
            Heartbeat = settings.Heartbeat,
            HttpAddress = settings.HttpAddress,
            Boot = BootClock.Instance,
            Clock = TimeProvider.System,
        };
        _door = DoorSystem.Create(settings, door);
        try
        {
            DoorAddress = ClusterSystem.AddressOf(_door).ToString();
            _cluster = CreateCluster();
        }
        catch
        {
            _door.Terminate();
            throw;
        }
        _settings = settings with { ClusterAddress = ClusterSystem.AddressOf(_cluster) };
        Ready = WaitUntilReadyAsync();
        _keeping = KeepAsync();
    }

    /// <summary>HOST:PORT that workers and clients dial; with the port that was chosen.</summary>
    public string DoorAddress { get; }

    /// <summary>HOST:PORT for the seed lists of other control hosts; with the port that was chosen.</summary>
    public string ClusterAddress => _settings.ClusterAddress.ToString();

    /// <summary>Done when the door welcomes visitors or knows where to send them; cancelled when the host ends before.</summary>
    public Task Ready { get; }

    /// <summary>The epoch of the scheduler if it lives here, else 0.</summary>
    public long Epoch => _gate.Epoch;

    /// <summary>Why no scheduler is here although one should be, in words; empty when there is nothing to say.</summary>
    public string Trouble => _gate.Trouble;

    /// <summary>Opens the journal, starts both actor systems and returns once the door listens.</summary>
    /// <exception cref="ControlException">A setting is wrong, the journal cannot be used, or an address is taken.</exception>
    public static async Task<ControlHost> StartAsync(ControlSettings settings, CancellationToken cancel = default)
    {
        SettingsRules.Check(settings);
        var backend = settings.OwnBackend ?? JournalBackends.Choose(settings.Journal, Path.Combine(settings.StateFolder, "control"));
        SettingsRules.CheckJournal(settings, backend);
        var log = await OpenAsync(backend, cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => new ControlHost(settings, log), cancel).ConfigureAwait(false);
        }
        catch
        {
            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Hands the singleton over and leaves the cluster; returns within <paramref name="within"/> either way.</summary>
    public async Task LeaveAsync(TimeSpan within)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        if (_cluster is { } cluster)
        {
            var left = CoordinatedShutdown.Get(cluster).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
            await Task.WhenAny(left, Task.Delay(within)).ConfigureAwait(false);
        }
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends without leaving, as a crash would, but for closed files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _ending.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        if (_cluster is { } cluster) await cluster.Terminate().ConfigureAwait(false);
        await _door.Terminate().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<IEventLog> OpenAsync(IJournalBackend backend, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(OpenJournalWithin);
        try
        {
            return await backend.OpenAsync(bound.Token).WaitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new ControlException(
                $"{backend.Description} did not open within {OpenJournalWithin.TotalSeconds:F0} s: is its disk or database overloaded, "
                + "or out of reach?",
                error);
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        while (ClusterMembers.OtherDoors(_cluster).IsEmpty)
        {
            var opened = _gate.Opened;
            // Other members' doors come by gossip, which tells nobody: looked at now and then, and only until the start is over.
            var pause = Task.Delay(TimeSpan.FromMilliseconds(50), _ending.Token);
            if (await Task.WhenAny(opened, pause).ConfigureAwait(false) == opened) return;
            await pause.ConfigureAwait(false);
        }
    }
}
