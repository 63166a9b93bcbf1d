using Akka.Actor;
using Akka.Cluster;

namespace Fleet.Control.Hosting;

// The cluster's actor system is replaced inside the process when it ended by itself (downed, quarantined), or when it has
// not become a member for long (an island of its own, formed while the others could not be reached).
public sealed partial class ControlHost
{
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                await EndOfAsync(_cluster!).ConfigureAwait(false);
                _cluster = null;
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(false);
                _cluster = await ReplaceAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
    }

    /// <summary>Returns when the system has terminated, be it by us.</summary>
    private async Task EndOfAsync(ActorSystem system)
    {
        var ended = system.WhenTerminated.WaitAsync(_ending.Token);
        if (_settings.ControlHosts > 1)
        {
            await Task.WhenAny(ended, Task.Delay(UpWithin, _ending.Token)).ConfigureAwait(false);
            if (!ended.IsCompleted && Cluster.Get(system).SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp)
            {
                await Console.Error.WriteLineAsync(
                    $"control: not a member of the cluster after {UpWithin.TotalSeconds:F0} s; trying again. Are more than half of the "
                    + $"{_settings.ControlHosts} control hosts up, and reachable from {_settings.ClusterAddress}?").ConfigureAwait(false);
                await system.Terminate().ConfigureAwait(false);
            }
        }
        await ended.ConfigureAwait(false);
        await Console.Error.WriteLineAsync("control: the cluster's actor system has ended; another takes its place").ConfigureAwait(false);
    }

    private async Task<ActorSystem> ReplaceAsync()
    {
        while (true)
        {
            try
            {
                return ClusterSystem.Create(_settings, DoorAddress, _gate, _journal);
            }
            catch (ControlException error)
            {
                await Console.Error.WriteLineAsync($"control: {error.Message}").ConfigureAwait(false);
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(false);
            }
        }
    }
}
