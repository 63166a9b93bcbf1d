using System.Collections.Immutable;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Hosts;
using Fleet.Lab.Network;
using Fleet.Lab.Plans;
using Fleet.Linux.Cgroups;

namespace Fleet.Lab;

/// <summary>
/// A cluster of hosts on one machine: a bridge, and for each node a process tree in namespaces and a control group of its own.
/// Knows how to bring them up, cut their power, and take everything down again; waiting for agents is the caller's.
/// </summary>
/// <param name="agent">The agent's program.</param>
public sealed class LabHosts(FleetRoot root, string agent)
{
    private readonly LabFolder _folder = new(root);
    private readonly ICgroupDriver _cgroups = CgroupDriver.Detect();

    public LabPlan Plan => _folder.Read();

    /// <summary>Plans the lab and starts the agents of all its nodes.</summary>
    /// <exception cref="LabException">A lab is up here already, or the options do not fit.</exception>
    public LabPlan Up(LabOptions options)
    {
        options.Check();
        using var held = _folder.Lock();
        if (_folder.HasPlan) throw new LabException($"a lab is up in {root.Lab}: take it down with 'fleet lab down{root.Option}' first");

        string id = FreeSubnet.IdOf(root.Lab);
        string subnet = FreeSubnet.Find(id);
        var plan = new LabPlan(id, subnet, GroupPrefix(id, options.Nodes),
            [.. Enumerable.Range(1, options.Nodes).Select(number => NodeOf(number, subnet, options))]);
        _folder.Write(plan);
        LabNetwork.CreateBridge(plan);
        foreach (var node in plan.Nodes) Host(plan, node).Start();
        return plan;
    }

    /// <summary>Starts a node that was killed. A host that was cut comes back as after a reboot, with a new boot id.</summary>
    /// <exception cref="LabException">Its agent still runs.</exception>
    public LabNode Start(string name)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        var node = plan.Node(name);
        if (Host(plan, node).AgentPids.Count > 0) throw new LabException($"the agent of {name} is running: nothing to start");
        if (!HostProcesses.In(node.Cgroup(plan)).Any())
        {
            node = node with { BootId = NewBootId() };
            _folder.Replace(plan, node);
        }
        Host(plan, node).Start();
        return node;
    }

    /// <summary>Kills a node's agent (SIGKILL), or all of its host at once as a power cut would.</summary>
    public void Kill(string name, bool wholeHost)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        var host = Host(plan, plan.Node(name));
        if (wholeHost)
        {
            // What runs after a power cut is a new boot, even where nothing of the old one was left to see.
            _folder.Replace(plan, plan.Node(name) with { BootId = NewBootId() });
            host.Cut();
        }
        else if (!host.KillAgent())
        {
            throw new LabException($"the agent of {name} is not running: nothing to kill");
        }
    }

    /// <summary>Stops a node's agent (SIGSTOP), or all of its host at once.</summary>
    /// <exception cref="LabException">There is nothing to stop.</exception>
    public void Pause(string name, bool wholeHost)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        var node = plan.Node(name);
        if (!wholeHost && Host(plan, node).StopAgent()) return;
        if (!wholeHost || !IsAnythingAlive(plan, node)) throw new LabException($"{(wholeHost ? "host" : "the agent of")} {name} is not running: nothing to pause");
        Host(plan, node).Freeze();
    }

    /// <summary>What <see cref="Pause"/> stopped goes on; nothing happens to one that runs.</summary>
    public void Resume(string name)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        Host(plan, plan.Node(name)).Resume();
    }

    /// <summary>Pulls a node's cable out of the lab's network; its processes and containers go on.</summary>
    /// <exception cref="LabException">The host is down.</exception>
    public void CutLink(string name)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        LabNetwork.Cut(plan, plan.Node(name));
    }

    /// <summary>Puts the cable back.</summary>
    /// <exception cref="LabException">The host is down.</exception>
    public void MendLink(string name)
    {
        using var held = _folder.Lock();
        var plan = _folder.Read();
        LabNetwork.Mend(plan, plan.Node(name));
    }

    /// <summary>Kills every node, and removes groups, links and the nodes' folders.</summary>
    public void Down()
    {
        using (_folder.Lock())
        {
            var plan = _folder.Read();
            foreach (var node in plan.Nodes) Host(plan, node).Cut();
            LabNetwork.Remove(plan);
            foreach (var node in plan.Nodes) RemoveFolder(Path.Combine(root.Lab, node.Name));
            _folder.RemovePlan();   // last: what failed before is found again
        }
        RemoveFolder(root.Lab);
    }

    // A folder's symbolic links are removed, never followed.
    private static void RemoveFolder(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    public bool IsAgentRunning(LabPlan plan, LabNode node) => AgentPid(plan, node) != 0;

    /// <summary>0 when it does not run.</summary>
    public int AgentPid(LabPlan plan, LabNode node) => Host(plan, node).AgentPids is [var pid, ..] ? pid : 0;

    /// <summary>Whether the whole host was paused.</summary>
    public bool IsFrozen(LabPlan plan, LabNode node) => _cgroups.At(node.Cgroup(plan)) is { Exists: true, IsFrozen: true };

    public static bool IsAnythingAlive(LabPlan plan, LabNode node) => HostProcesses.In(node.Cgroup(plan)).Any();

    private LabHost Host(LabPlan plan, LabNode node) => new(plan, node, root, _cgroups, agent);

    private static LabNode NodeOf(int number, string subnet, LabOptions options)
    {
        string name = $"n{number}";
        var labels = options.Labels.TryGetValue(name, out var given) ? given.ToImmutableSortedDictionary() : ImmutableSortedDictionary<string, string>.Empty;
        return new LabNode(name, number, number <= options.ControlHosts, $"{subnet}.{number + 1}", options.MilliCpu, options.MemoryBytes, labels, NewBootId());
    }

    // fleet/lab-n1, unless another lab of this machine has it.
    private string GroupPrefix(string id, int nodes) =>
        Enumerable.Range(1, nodes).Any(number => HostProcesses.In($"fleet/lab-n{number}").Any()) ? $"lab-{id}" : "lab";

    private static string NewBootId() => Guid.NewGuid().ToString();
}
