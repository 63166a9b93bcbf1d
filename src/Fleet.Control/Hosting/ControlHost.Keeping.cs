using Akka.Actor;
using Akka.Cluster;
using Fleet.Control.Members;

namespace Fleet.Control.Hosting;

// The cluster's actor system is replaced inside the process when it ended by itself (downed, quarantined), or when it cannot become
// a member any more (Members/Founding says why).
public sealed partial class ControlHost
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    // Longer than the supervisor's longest pause. Akka's singleton manager, once it has handed over, starts none again, also
    // where the hand-over was a mistake of the first second (akka.net 1.5.73: it goes to its state End).
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(8);

    // Longer than a host that was put out needs to go and another to come.
    private static readonly TimeSpan FewFor = TimeSpan.FromSeconds(3);

    private TaskCompletionSource<string> _hopeless = new();

    private ActorSystem CreateCluster()
    {
        var hopeless = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _hopeless = hopeless;
        return ClusterSystem.Create(_settings, DoorAddress, _gate, _journal, why => hopeless.TrySetResult(why));
    }

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                await EndOfAsync(_cluster!).ConfigureAwait(false);
                _cluster = null;
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
        if (_settings.ControlHosts > 1) await WatchAsync(system, ended, _hopeless.Task).ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        await Console.Error.WriteLineAsync("control: the cluster's actor system has ended; another takes its place").ConfigureAwait(false);
    }

    private async Task WatchAsync(ActorSystem system, Task ended, Task<string> hopeless)
    {
        var cluster = Cluster.Get(system);
        TimeSpan idle = TimeSpan.Zero, few = TimeSpan.Zero;
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, hopeless, Task.Delay(Look)).ConfigureAwait(false);
            if (ended.IsCompleted || cluster.IsTerminated) continue;
            idle = ClusterMembers.IsOldest(cluster) && !_gate.HasActor ? idle + Look : TimeSpan.Zero;
            // Nobody is missing who could be put out: the others put themselves out, or left. Alone it would go on beside their next cluster.
            few = ClusterMembers.IsUpWithTooFew(cluster, _settings.ControlHosts) ? few + Look : TimeSpan.Zero;
            if (hopeless.IsCompleted)
            {
                await SayAsync(await hopeless.ConfigureAwait(false)).ConfigureAwait(false);
                await system.Terminate().ConfigureAwait(false);     // nobody to take leave of
                return;
            }
            if (idle < StartWithin && few < FewFor) continue;
            await SayAsync(few >= FewFor ? $"fewer than half of the {_settings.ControlHosts} control hosts are left in this cluster; joining anew"
                : "the scheduler is to be here and was not started; joining the cluster anew").ConfigureAwait(false);
            await LeaveBehindAsync(system).ConfigureAwait(false);
            return;
        }
    }

    private static Task SayAsync(string what) => Console.Error.WriteLineAsync($"control: {what}");

    private static async Task LeaveBehindAsync(ActorSystem system)
    {
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
                return CreateCluster();
            }
            catch (ControlException error)
            {
                await SayAsync(error.Message).ConfigureAwait(false);
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(false);
            }
        }
    }
}
