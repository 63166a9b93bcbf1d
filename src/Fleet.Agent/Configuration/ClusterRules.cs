using System.Collections.Immutable;
using System.Net;

namespace Fleet.Agent.Configuration;

/// <summary>Where the control hosts are, and how many there may be.</summary>
internal static class ClusterRules
{
    public static ClusterSettings Read(SettingsReader at, NodeSettings node, NetworkSettings network)
    {
        ImmutableArray<HostPort> seeds = at.Hosts("seeds", "CLUSTER_SEEDS");
        ImmutableArray<HostPort> doors = at.Hosts("doors", "FLEET_DOORS");
        bool control = node.Roles.Contains(Role.Control);
        int hosts = seeds.Distinct().Count();
        at.Require(hosts == seeds.Length, "seeds", "names a host twice", "CLUSTER_SEEDS");
        at.Require(hosts is 0 or 1 or 3 or 5, "seeds",
            $"{hosts} control hosts: a cluster has 1, 3 or 5 (an even number stops when half of it is lost, more only cost time)", "CLUSTER_SEEDS");
        if (control && hosts > 0 && network.ClusterPort > 0 && seeds.All(seed => IPAddress.TryParse(seed.Host, out _)))
        {
            var own = new HostPort(network.PublicAddress, network.ClusterPort);
            at.Require(seeds.Contains(own), "seeds", $"this control host, {own}, is not among them (add it, or take control out of its roles)", "CLUSTER_SEEDS");
        }

        at.Require(control || hosts > 0 || !doors.IsEmpty, "seeds", "a worker must know its control hosts (set seeds or doors)", "CLUSTER_SEEDS");
        bool derived = doors.IsEmpty && hosts > 0;
        at.Require(!derived || network.DoorPort > 0, "doors", "must be set where door-port is 0", "FLEET_DOORS");
        return new ClusterSettings
        {
            Seeds = seeds,
            Doors = derived ? [.. seeds.Select(seed => seed with { Port = network.DoorPort }).Distinct()] : doors,
        };
    }
}
