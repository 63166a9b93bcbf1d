using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Fleet.Control.Hosting;

namespace Fleet.Control.Members;

/// <summary>What the cluster knows of its control hosts. May be read from any thread.</summary>
internal static class ClusterMembers
{
    /// <summary>
    /// Doors of the other control hosts, the oldest's first: there the singleton lives. None when it is to be here, or where it was is
    /// not heard any more: then visitors must wait until it has begun, not be sent round in circles.
    /// </summary>
    public static ImmutableArray<string> OtherDoors(ActorSystem? system)
    {
        if (system is null) return [];
        var cluster = Cluster.Get(system);
        if (cluster.IsTerminated) return [];
        var members = ByAge(cluster);
        if (members.Length == 0 || members[0].UniqueAddress == cluster.SelfUniqueAddress || cluster.State.Unreachable.Contains(members[0])) return [];
        return
        [
            .. members
                .Where(member => member.UniqueAddress != cluster.SelfUniqueAddress)
                .SelectMany(member => member.Roles)
                .Where(role => role.StartsWith(ClusterConfig.DoorRole, StringComparison.Ordinal))
                .Select(role => role[ClusterConfig.DoorRole.Length..]),
        ];
    }

    /// <summary>How many control hosts that are up this one reaches, itself among them.</summary>
    public static int Reach(Cluster cluster) =>
        cluster.State.Members.Count(member => member.Status == MemberStatus.Up && !cluster.State.Unreachable.Contains(member));

    /// <summary>It is a member, and those that it reaches are no majority of all control hosts.</summary>
    public static bool IsUpWithTooFew(Cluster cluster, int controlHosts) =>
        cluster.SelfMember.Status == MemberStatus.Up && Reach(cluster) <= controlHosts / 2;

    /// <summary>The singleton is to be here.</summary>
    public static bool IsOldest(Cluster cluster) =>
        ByAge(cluster) is [var oldest, ..] && oldest.UniqueAddress == cluster.SelfUniqueAddress;

    private static Member[] ByAge(Cluster cluster) =>
        [.. cluster.State.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving).Order(Member.AgeOrdering)];
}
