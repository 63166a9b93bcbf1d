using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Plans;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Asks each living node what its containers use.</summary>
internal static class DemoUsage
{
    /// <returns>By the id of the allocation.</returns>
    public static async Task<IReadOnlyDictionary<string, StatsInfo>> ReadAsync(FleetRoot root, LabPlan plan, CancellationToken cancel)
    {
        var found = new Dictionary<string, StatsInfo>();
        foreach (var node in plan.Nodes)
        {
            string socket = root.LabNode(node.Name).Socket;
            if (!AgentSocket.Answers(socket)) continue;
            using var agent = new AgentClient(socket);
            foreach (var container in await agent.GetAsync(Routes.Stats, ApiJson.Default.ImmutableArrayStatsInfo, cancel)) found[container.Id] = container;
        }
        return found;
    }
}
