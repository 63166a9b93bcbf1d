using Akka.Actor;
using Akka.Cluster;
using Fleet.Control.Members;

namespace Fleet.Control.Hosting;

// The cluster's actor system is replaced inside the process when it ended by itself (downed, quarantined), or when it has
// not become a member for long: an island of its own, formed while the others could not be reached, or one of several that
// all wait for another to found the cluster. Who founds is drawn anew each time (ClusterConfig), so a draw must not last long.
public sealed partial class ControlHost
{
    private static readonly TimeSpan FirstUpWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    // Longer than the supervisor's longest pause. Akka's singleton manager, once it has handed over, starts none again, also
    // where the hand-over was a mistake of the first second (akka.net 1.5.73: it goes to its state End).
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(8);

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
        if (_settings.ControlHosts > 1) await WatchAsync(system, ended, upWithin).ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        await Console.Error.WriteLineAsync("control: the cluster's actor system has ended; another takes its place").ConfigureAwait(false);
    }

    private async Task WatchAsync(ActorSystem system, Task ended, TimeSpan upWithin)
    {
        var cluster = Cluster.Get(system);
        var idle = TimeSpan.Zero;
        for (var age = TimeSpan.Zero; !ended.IsCompleted; age += Look)
        {
            await Task.WhenAny(ended, Task.Delay(Look)).ConfigureAwait(false);
            if (ended.IsCompleted || cluster.IsTerminated) continue;
            idle = ClusterMembers.IsOldest(cluster) && !_gate.HasActor ? idle + Look : TimeSpan.Zero;
            // Akka calls one that has not begun to join removed.
            if (age >= upWithin && cluster.SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Removed)
                await LeaveBehindAsync(system,
                    $"not a member of the cluster after {upWithin.TotalSeconds:F0} s; trying again. Are more than half of the "
                    + $"{_settings.ControlHosts} control hosts up, and reachable from {_settings.ClusterAddress}?").ConfigureAwait(false);
            else if (idle >= StartWithin)
                await LeaveBehindAsync(system, "the scheduler is to be here and was not started; joining the cluster anew").ConfigureAwait(false);
        }
    }

    private static async Task LeaveBehindAsync(ActorSystem system, string why)
    {
        await Console.Error.WriteLineAsync($"control: {why}").ConfigureAwait(false);
        if (Cluster.Get(system).SelfMember.Status == MemberStatus.Removed)
        {
            await system.Terminate().ConfigureAwait(false);     // nobody to take leave of
            return;
        }

        var left = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        await Task.WhenAny(left, Task.Delay(LeaveWithin)).ConfigureAwait(false);
        await system.Terminate().ConfigureAwait(false);
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
