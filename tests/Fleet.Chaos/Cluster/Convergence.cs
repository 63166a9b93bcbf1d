using Fleet.Chaos.History;
using Fleet.Model;

namespace Fleet.Chaos.Cluster;

/// <summary>Whether all is as it should be while no client wants anything new.</summary>
internal static class Convergence
{
    /// <summary>The first thing that is not yet as it should be; null: all is.</summary>
    /// <param name="nodes">As the nodes' own agents tell; null for one that gave no answer.</param>
    public static string? Missing(ClusterSeen? cluster, IReadOnlyCollection<NodeSeen?> nodes)
    {
        if (cluster is null) return "the scheduler does not answer";
        if (cluster.Nodes.FirstOrDefault(node => !node.Ready) is { } away) return $"{away.Name} is not ready";
        if (cluster.Nodes.Length < nodes.Count) return $"the scheduler knows {cluster.Nodes.Length} of {nodes.Count} nodes";
        if (cluster.Jobs.Select(Missing).FirstOrDefault(missing => missing is not null) is { } job) return job;
        if (nodes.Any(node => node is null or { AgentPid: 0 })) return "a node's agent does not answer";
        var wanted = cluster.Allocations.Where(one => one.Phase == Phase.Running).Select(one => $"{one.Id} ({one.Name}) on {one.Node}").ToHashSet();
        var there = nodes.SelectMany(node => node!.Containers.Select(one => $"{one.Allocation} ({one.Name}) on {node.Node}")).ToHashSet();
        return there.Except(wanted).FirstOrDefault() is { } extra ? $"{extra} runs, and the scheduler does not know it as running"
            : wanted.Except(there).FirstOrDefault() is { } lacking ? $"{lacking} should run, and is not there" : null;
    }

    private static string? Missing(SeenJob job) => job.State switch
    {
        JobState.Stopped => job.Running > 0 ? $"{job.Name} is stopped, {job.Running} still run" : null,
        _ when job.Type == TaskType.Batch => job.State is JobState.Complete or JobState.Failed ? null : $"{job.Name} is {job.State} ({job.Complete} of {job.Wanted} complete)",
        _ => job.Running == job.Wanted && job.Pending == 0 ? null : $"{job.Name} has {job.Running} of {job.Wanted} running",
    };
}
