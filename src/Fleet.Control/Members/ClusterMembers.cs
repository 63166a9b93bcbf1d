using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Fleet.Control.Hosting;

namespace Fleet.Control.Members;

/// <summary>What the cluster knows of its control hosts. May be read from any thread.</summary>
internal static class ClusterMembers
{
    /// <summary>Doors of the other control hosts, the oldest's first: there the singleton lives.</summary>
    public static ImmutableArray<string> OtherDoors(ActorSystem? system)
    {
        if (system is null) return [];
        var cluster = Cluster.Get(system);
        if (cluster.IsTerminated) return [];
        return
        [
            .. cluster.State.Members
                .Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving && member.UniqueAddress != cluster.SelfUniqueAddress)
                .Order(Member.AgeOrdering)
                .SelectMany(member => member.Roles)
                .Where(role => role.StartsWith(ClusterConfig.DoorRole, StringComparison.Ordinal))
                .Select(role => role[ClusterConfig.DoorRole.Length..]),
        ];
    }
}
