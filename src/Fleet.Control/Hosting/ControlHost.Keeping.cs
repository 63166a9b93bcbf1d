using Akka.Actor;
using Akka.Cluster;

namespace Fleet.Control.Hosting;

// The cluster's actor system is replaced inside the process when it ended by itself (downed, quarantined), or when it has
// not become a member for long (an island of its own, formed while the others could not be reached).
public sealed partial class ControlHost
{
    private static readonly TimeSpan FirstUpWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private async Task KeepAsync()
    {
        try
        {
            for (var upWithin = FirstUpWithin; ; upWithin = UpWithin)
            {
                await EndOfAsync(_cluster!, upWithin).ConfigureAwait(false);
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
    private async Task EndOfAsync(ActorSystem system, TimeSpan upWithin)
    {
        var ended = system.WhenTerminated.WaitAsync(_ending.Token);
        if (_settings.ControlHosts > 1)
        {
            await Task.WhenAny(ended, Task.Delay(upWithin, _ending.Token)).ConfigureAwait(false);
            if (!ended.IsCompleted && Cluster.Get(system).SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp)
            {
                await Console.Error.WriteLineAsync(
                    $"control: not a member of the cluster after {upWithin.TotalSeconds:F0} s; trying again. Are more than half of the "
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
                return ClusterSystem.Create(_settings, DoorAddress, _gate, _journal, again: true);
            }
            catch (ControlException error)
            {
                await Console.Error.WriteLineAsync($"control: {error.Message}").ConfigureAwait(false);
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(false);
            }
        }
    }
}
