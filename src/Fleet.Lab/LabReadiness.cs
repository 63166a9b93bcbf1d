using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Plans;
using Fleet.Model;

namespace Fleet.Lab;

/// <summary>Waits until nodes that were started take part in the cluster.</summary>
public sealed class LabReadiness(FleetRoot root, LabHosts hosts)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the agents of <paramref name="names"/> answer and the control host has them ready.</summary>
    /// <exception cref="LabException">An agent ended, or the time is over; with the last lines of its log.</exception>
    public async Task WaitAsync(LabPlan plan, IReadOnlyCollection<string> names, TimeSpan atMost, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(atMost);
        var missing = new HashSet<string>(names);
        try
        {
            foreach (string name in names) await AgentAnswersAsync(plan, plan.Node(name), timer.Token).ConfigureAwait(false);
            while (true)
            {
                missing.ExceptWith(await ReadyAsync(plan, timer.Token).ConfigureAwait(false));
                if (missing.Count == 0) return;
                await Task.Delay(Pause, timer.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            string which = missing.First();
            throw new LabException($"after {atMost.TotalSeconds:0} s {string.Join(", ", missing)} had not joined the cluster; the end of {which}'s log:\n{TailOf(which)}");
        }
    }

    private async Task AgentAnswersAsync(LabPlan plan, LabNode node, CancellationToken cancel)
    {
        while (!AgentSocket.Answers(root.LabNode(node.Name).Socket))
        {
            if (!hosts.IsAgentRunning(plan, node)) throw new LabException($"the agent of {node.Name} ended at its start:\n{TailOf(node.Name)}");
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
    }

    private async Task<IEnumerable<string>> ReadyAsync(LabPlan plan, CancellationToken cancel)
    {
        foreach (var control in plan.Nodes.Where(node => node.IsControl))
        {
            try
            {
                using var client = new AgentClient(root.LabNode(control.Name).Socket);
                var nodes = await client.GetAsync(Routes.Nodes, ApiJson.Default.ImmutableArrayNodeInfo, cancel).ConfigureAwait(false);
                return nodes.Where(node => node.State == NodeState.Ready).Select(node => node.Name);
            }
            catch (Exception notYet) when (notYet is ApiException or HttpRequestException)
            {
                // The control host still elects or recovers.
            }
        }
        return [];
    }

    private string TailOf(string name)
    {
        string log = root.LabNode(name).NodeLog;
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(8)) : $"{log} is not there";
    }
}
