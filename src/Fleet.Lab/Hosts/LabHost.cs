using System.Diagnostics;
using Fleet.Api.Contracts.Roots;
using Fleet.Lab.Network;
using Fleet.Lab.Plans;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Lab.Hosts;

/// <summary>
/// One simulated host: an agent in a control group with the node's limits, in network, mount and UTS namespaces of its own.
/// Containers and shims are its children in all of these, so what befalls the host befalls them.
/// </summary>
internal sealed class LabHost(LabPlan plan, LabNode node, FleetRoot lab, ICgroupDriver cgroups, string agent)
{
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(10);

    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private readonly FleetRoot _root = lab.LabNode(node.Name);

    private ICgroup Group => cgroups.At(node.Cgroup(plan));

    /// <summary>Starts the agent. Where others of the host still live (its agent alone was killed) it joins their network.</summary>
    /// <returns>The agent's pid.</returns>
    public int Start()
    {
        Directory.CreateDirectory(_root.State);
        Directory.CreateDirectory(_root.Run);
        string bootId = Path.Combine(lab.Lab, node.Name, "boot_id");
        DurableFile.Write(bootId, System.Text.Encoding.ASCII.GetBytes(node.BootId + "\n"));
        string settings = Path.Combine(lab.Lab, node.Name, "node.conf");
        File.WriteAllText(settings, NodeSettings.For(plan, node));

        var group = cgroups.Create(node.Cgroup(plan));
        group.Apply(new CgroupLimits { Cpus = node.MilliCpu / 1000.0, Memory = node.MemoryBytes });
        var leaf = cgroups.Create(node.Cgroup(plan) + "/agent");

        using var machine = NamespaceThread.OpenOwn("net");
        using var network = HostProcesses.NetworkOfShims(node.Cgroup(plan));
        int flags = NamespaceThread.NewMount | NamespaceThread.NewUts;
        return network is null
            ? NamespaceThread.RunUnshared(flags | NamespaceThread.NewNetwork, () =>
            {
                LabNetwork.Connect(plan, node, machine);
                return StartAgent(leaf, bootId, settings);
            })
            : NamespaceThread.RunJoined(network, () => NamespaceThread.RunUnshared(flags, () => StartAgent(leaf, bootId, settings)));
    }

    /// <summary>As a power cut: agent, shims and containers at once; returns when none is left, nor their group.</summary>
    public void Cut()
    {
        if (Group.Exists) Group.KillAll();
        WaitUntilGone(() => HostProcesses.In(node.Cgroup(plan)).Any());
        // Linux 6.12 and later compare how often a parent's group and its child's were killed, and kill what is born into one that
        // is younger than the last kill (cgroup.kill, CLONE_INTO_CGROUP): the next boot gets groups of its own.
        if (Group.Exists) Group.Remove();
        RemoveRunFiles();
    }

    // A signal is no end: whoever starts the host next must not meet what is still on its way out.
    private static void WaitUntilGone(Func<bool> lives)
    {
        var clock = Stopwatch.StartNew();
        while (lives() && clock.Elapsed < GoneWithin) Thread.Sleep(5);
    }

    /// <summary>Kills the agent alone and returns when it is gone; false where it does not run.</summary>
    public bool KillAgent()
    {
        var agents = AgentPids;
        foreach (int pid in agents) ProcessSignal.Kill(pid);
        while (AgentPids.Intersect(agents).Any()) Thread.Sleep(TimeSpan.FromMilliseconds(5));
        return agents.Count > 0;
    }

    /// <summary>All of the host stands still, as a virtual machine that is paused; its clocks go on.</summary>
    public void Freeze() => Group.Freeze();

    /// <summary>The agent alone stands still (SIGSTOP); false where it does not run.</summary>
    public bool StopAgent()
    {
        var agents = AgentPids;
        foreach (int pid in agents) ProcessSignal.Stop(pid);
        return agents.Count > 0;
    }

    /// <summary>Ends <see cref="Freeze"/> and <see cref="StopAgent"/>.</summary>
    public void Resume()
    {
        if (Group is { Exists: true, IsFrozen: true } frozen) frozen.Thaw();
        foreach (int pid in AgentPids) ProcessSignal.Continue(pid);
    }

    public IReadOnlyList<int> AgentPids => cgroups.At(node.Cgroup(plan) + "/agent") is { Exists: true } leaf ? leaf.Pids() : [];

    // A socket or pid file of a host that lost power would name processes of before. A taking down that was interrupted has left no folder.
    private void RemoveRunFiles()
    {
        if (!Directory.Exists(_root.Run)) return;
        foreach (string file in new[] { _root.Socket, _root.PidFile, _root.AgentFile }) File.Delete(file);
    }

    private int StartAgent(ICgroup leaf, string bootId, string settings)
    {
        ThreadHost.SetName(node.Name);
        ThreadHost.DetachMounts();
        ThreadHost.Cover(bootId, BootIdFile);
        int pid = DetachedProcess.Start(agent, ["--root", _root.Folder!, "--config", settings, "--cgroup-parent", node.Cgroup(plan)], _root.NodeLog);
        leaf.Add(pid);
        return pid;
    }
}
