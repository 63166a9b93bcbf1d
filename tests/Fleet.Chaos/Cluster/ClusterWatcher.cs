using System.Collections.Immutable;
using Akka.Actor;
using Fleet.Chaos.History;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Chaos.Cluster;

/// <summary>Asks the scheduler how the cluster stands, and writes down what has changed.</summary>
internal sealed class ClusterWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ActorSystem _system = ActorSystem.Create("watcher", "akka { loglevel = ERROR, stdout-loglevel = ERROR }");
    private readonly FleetClient _client;
    private readonly HistoryFile _history;
    private readonly Dictionary<string, SeenAllocation> _allocations = [];

    public ClusterWatcher(ImmutableArray<string> doors, HistoryFile history)
    {
        _client = FleetClient.Create(_system, new FleetClientOptions { Doors = doors });
        _history = history;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (await LookAsync(cancel).ConfigureAwait(false) is { } seen) Record(seen);
            await Task.Delay(Every, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null when nobody answered in time.</summary>
    public async Task<ClusterSeen?> LookAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var jobs = await _client.ListAsync(patience.Token).ConfigureAwait(false);
            var nodes = await _client.NodesAsync(patience.Token).ConfigureAwait(false);
            var allocations = await _client.AllocationsAsync(cancel: patience.Token).ConfigureAwait(false);
            return new ClusterSeen(Boot.Now, false, [.. jobs.Select(Of)], [.. nodes.Select(node => new SeenNode(node.Report.Name, node.State == NodeState.Ready))],
                [.. allocations.Select(Of)]);
        }
        catch (Exception e) when (e is OperationCanceledException or FleetException)
        {
            return null;
        }
    }

    /// <summary>All jobs where nothing moves, else none; allocations that are not as they were when last written.</summary>
    public void Record(ClusterSeen seen)
    {
        var changed = seen.Allocations.Where(one => !_allocations.TryGetValue(one.Id, out var before) || before != one).ToImmutableArray();
        foreach (var one in changed) _allocations[one.Id] = one;
        if (seen.Quiet || changed.Length > 0) _history.Add(seen with { Allocations = changed, Jobs = seen.Quiet ? seen.Jobs : [] });
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await _system.Terminate().ConfigureAwait(false);
    }

    private static SeenJob Of(JobView job) => new(job.Name, job.Groups[0].Type, job.State, job.Version.Number, job.Groups[0].Wanted,
        job.Groups[0].Pending, job.Groups[0].Running, job.Groups[0].Complete, job.Groups[0].Failed);

    private static SeenAllocation Of(AllocationView one) => new(
        one.Fact.Id.ToString(), one.Assignment.Name, one.Node, one.Assignment.Attempt, one.Assignment.Epoch, one.Fact.Phase, one.Fact.ExitCode);
}
