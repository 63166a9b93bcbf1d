using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;

namespace Fleet.Control.Members.Downing;

/// <summary>Of how many control hosts there must be more than half, and how long one must be unheard before it is put out.</summary>
internal sealed class QuorumSetup(int quorum, TimeSpan stableAfter) : Setup
{
    public int Quorum { get; } = quorum;

    public TimeSpan StableAfter { get; } = stableAfter;
}

/// <summary>Akka's hook for what puts members out of the cluster (<c>akka.cluster.downing-provider-class</c>).</summary>
internal sealed class QuorumDowning(ActorSystem system, Cluster cluster) : IDowningProvider
{
    /// <summary>None: the journal itself shuts a scheduler of before out.</summary>
    public TimeSpan DownRemovalMargin => TimeSpan.FromMilliseconds(1);

    public Props DowningActorProps => DowningActor.Props(system.Settings.Setup.Get<QuorumSetup>().Value, cluster);
}
