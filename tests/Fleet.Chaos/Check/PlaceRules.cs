namespace Fleet.Chaos.Check;

/// <summary>Where allocations and the scheduler are.</summary>
internal static class PlaceRules
{
    /// <summary>Nodes, scheduler and the tasks themselves name one and the same node for an allocation, always.</summary>
    public static IEnumerable<string> OnTwoNodes(Facts facts)
    {
        var places = facts.Runs.Select(ran => (ran.Allocation, ran.Node))
            .Concat(facts.Nodes.SelectMany(seen => seen.Containers.Select(container => (container.Allocation, seen.Node))))
            .Concat(facts.Clusters.SelectMany(seen => seen.Allocations.Where(one => one.Node.Length > 0).Select(one => (Allocation: one.Id, one.Node))))
            .Distinct();
        return places.GroupBy(place => place.Allocation).Where(group => group.Count() > 1)
            .Select(group => $"allocation {group.Key} is on {string.Join(" and ", group.Select(place => place.Node))}");
    }

    /// <summary>An epoch belongs to one scheduler: to one process on one host, for ever.</summary>
    public static IEnumerable<string> EpochsOfTwo(Facts facts) =>
        facts.Nodes.Where(seen => seen.SchedulerEpoch > 0)
            .Select(seen => (Epoch: seen.SchedulerEpoch, Holder: $"{seen.Node} (pid {seen.AgentPid})")).Distinct()
            .GroupBy(one => one.Epoch).Where(group => group.Count() > 1)
            .Select(group => $"epoch {group.Key} was held by {string.Join(" and ", group.Select(one => one.Holder))}");
}
