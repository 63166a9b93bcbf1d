using System.Collections.Immutable;
using System.Net.Sockets;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Chaos.History;

namespace Fleet.Chaos.Cluster;

/// <summary>Asks one node's own agent how it stands, and writes down what has changed.</summary>
internal sealed class NodeWatcher(string node, string socket, HistoryFile history) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly AgentClient _client = new(socket);
    private NodeSeen? _last;

    public string Node => node;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (await LookAsync(cancel).ConfigureAwait(false) is { } seen && !IsSame(seen, _last)) history.Add(_last = seen);
            await Task.Delay(Every, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null when it gave no answer in time; an agent that is not there is an answer.</summary>
    public async Task<NodeSeen?> LookAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var version = await _client.GetAsync(Routes.Version, ApiJson.Default.VersionInfo, patience.Token).ConfigureAwait(false);
            var containers = await _client.GetAsync(Routes.Containers, ApiJson.Default.ImmutableArrayContainerInfo, patience.Token).ConfigureAwait(false);
            return new NodeSeen(Boot.Now, node, version.Pid, version.SchedulerEpoch,
                [.. containers.Where(one => one.Job.Length > 0).Select(one => new SeenContainer(one.Id, one.Name, one.State, one.ExitCode, one.Message)).OrderBy(one => one.Allocation, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or ApiException or IOException or SocketException)
        {
            return AgentSocket.Answers(socket) ? null : new NodeSeen(Boot.Now, node, 0, 0, []);
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsSame(NodeSeen seen, NodeSeen? last) => last is not null
        && (seen.AgentPid, seen.SchedulerEpoch) == (last.AgentPid, last.SchedulerEpoch) && seen.Containers.SequenceEqual(last.Containers);
}
