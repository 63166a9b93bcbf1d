using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Pattern;
using Fleet.Control.Journal;
using Fleet.Control.Members.Downing;
using Fleet.Control.Members.Founding;
using Fleet.Control.Scheduler;

namespace Fleet.Control.Hosting;

/// <summary>Creates the control actor system, with the scheduler in it as the cluster's singleton.</summary>
internal static class ClusterSystem
{
    /// <param name="hopeless">Told why, when the system will not become a member: another must take its place.</param>
    /// <exception cref="ControlException">It cannot listen.</exception>
    public static ActorSystem Create(ControlSettings settings, string door, SchedulerGate gate, JournalPlugin journal, Action<string> hopeless)
    {
        var config = ClusterConfig.For(settings, door).WithFallback(journal.Config);
        var quorum = new QuorumSetup(settings.Quorum, ClusterConfig.StableAfter);
        ActorSystem system;
        try
        {
            system = ActorSystem.Create(ClusterConfig.SystemName, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), journal, quorum));
        }
        catch (Exception error) when (error is AggregateException or SystemException)
        {
            throw ListenFailure.Explain("the control host", settings.ClusterAddress, error);
        }
        var cluster = Cluster.Get(system);
        if (settings.ControlHosts == 1) cluster.Join(cluster.SelfAddress);
        else system.ActorOf(MeetingActor.Props(settings.Seeds, hopeless), "meeting");
        StartScheduler(system, gate, settings);
        return system;
    }

    public static HostPort AddressOf(ActorSystem system)
    {
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        return new HostPort(address.Host, address.Port!.Value);
    }

    private static void StartScheduler(ActorSystem system, SchedulerGate gate, ControlSettings settings)
    {
        // Akka starts no singleton again that stopped, as a persistent actor does when its journal fails: hence OnStop. The
        // final message lets a hand-over end for good.
        var supervised = BackoffSupervisor.Props(Backoff
            .OnStop(SchedulerActor.Props(gate, settings, TimeProvider.System), "scheduler",
                TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), 0.2, maxNrOfRetries: -1)
            .WithFinalStopMessage(message => message is HandOver));

        system.ActorOf(
            ClusterSingletonManager.Props(supervised, HandOver.Instance,
                ClusterSingletonManagerSettings.Create(system).WithRole(ClusterConfig.Role).WithSingletonName("backoff")),
            "scheduler");
    }
}
