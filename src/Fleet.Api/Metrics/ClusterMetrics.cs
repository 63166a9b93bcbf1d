using Fleet.Client;
using Fleet.Model;

namespace Fleet.Api.Metrics;

/// <summary>What the scheduler knows: jobs, replicas and nodes. Every control host tells the same, for the singleton answers.</summary>
internal static class ClusterMetrics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>When nobody answers in time, that is the figure: <c>fleet_scheduler_up 0</c>.</summary>
    public static async Task WriteAsync(MetricsText text, FleetClient client, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var jobs = await client.ListAsync(patience.Token).ConfigureAwait(false);
            var nodes = await client.NodesAsync(patience.Token).ConfigureAwait(false);
            text.Gauge("fleet_scheduler_up", "Whether the scheduler answered this scrape.", 1);
            Write(text, jobs, nodes);
        }
        catch (Exception e) when (e is FleetException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            text.Gauge("fleet_scheduler_up", "Whether the scheduler answered this scrape.", 0);
        }
    }

    internal static void Write(MetricsText text, IReadOnlyCollection<JobView> jobs, IReadOnlyCollection<NodeView> nodes)
    {
        text.Family("fleet_jobs", "gauge", "Jobs of the cluster by state.", Enum.GetValues<JobState>()
            .Select(state => (MetricsText.Labels(("state", state.ToString().ToLowerInvariant())), (double?)jobs.Count(job => job.State == state))));
        text.Family("fleet_nodes", "gauge", "Nodes of the cluster by state.", Enum.GetValues<NodeState>()
            .Select(state => (MetricsText.Labels(("state", state.ToString().ToLowerInvariant())), (double?)nodes.Count(node => node.State == state))));
        foreach (var (name, help, value) in ((string, string, Func<GroupView, int>)[])
        [
            ("wanted", "Replicas that are wanted.", g => g.Wanted), ("pending", "Replicas that have no node.", g => g.Pending),
            ("running", "Replicas that run.", g => g.Running), ("failed", "Replicas that failed.", g => g.Failed),
        ])
        {
            text.Family($"fleet_job_replicas_{name}", "gauge", help, jobs.SelectMany(job => job.Groups.Select(group =>
                (MetricsText.Labels(("job", job.Name), ("group", group.Name)), (double?)value(group)))));
        }
    }
}
