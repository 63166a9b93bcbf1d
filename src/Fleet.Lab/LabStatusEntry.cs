using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Network;
using Fleet.Lab.Plans;

namespace Fleet.Lab;

/// <summary>A line of <c>fleet lab status</c>.</summary>
/// <param name="Address">The node's IP address, on the lab's bridge.</param>
/// <param name="Door">HOST:PORT for clients; empty for a node that is no control host.</param>
/// <param name="Pid">The agent's, as this machine counts; 0 when it does not run.</param>
/// <param name="State"><c>running</c>, <c>stopped</c> (SIGSTOP), <c>paused</c> (the whole host), <c>agent dead</c> (containers may live) or <c>down</c>.</param>
/// <param name="Cgroup">Below the root of each hierarchy.</param>
/// <param name="IsCut">Its cable is pulled (<c>fleet lab cut</c>).</param>
public sealed record LabStatusEntry(
    string Name, ImmutableArray<string> Roles, string Address, string Door, int Pid, string Root, string State, string Cgroup, bool IsCut)
{
    public static LabStatusEntry Of(LabHosts hosts, LabPlan plan, LabNode node, FleetRoot root)
    {
        int pid = hosts.AgentPid(plan, node);
        string state = pid == 0 ? LabHosts.IsAnythingAlive(plan, node) ? "agent dead" : "down"
            : hosts.IsFrozen(plan, node) ? "paused" : IsStopped(pid) ? "stopped" : "running";
        return new LabStatusEntry(node.Name, node.IsControl ? ["control", "worker"] : ["worker"], node.Address,
            node.IsControl ? node.Door : "", pid, root.LabNode(node.Name).Folder!, state, node.Cgroup(plan), LabNetwork.IsCut(plan, node));
    }

    // The third field of /proc/PID/stat, after the name in parentheses (proc(5)).
    private static bool IsStopped(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'T' or 't';
        }
        catch (IOException)
        {
            return false;
        }
    }
}

[JsonSerializable(typeof(ImmutableArray<LabStatusEntry>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
public sealed partial class LabStatusJson : JsonSerializerContext;
