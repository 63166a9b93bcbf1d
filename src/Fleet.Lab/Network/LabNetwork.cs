using System.Net;
using Fleet.Lab.Plans;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Network;

namespace Fleet.Lab.Network;

/// <summary>The bridge in the machine's own network, and a cable from it to each node.</summary>
internal static class LabNetwork
{
    public static void CreateBridge(LabPlan plan)
    {
        Links.Delete(plan.Bridge);      // of a lab in this folder that was not taken down
        Links.CreateBridge(plan.Bridge);
        Links.AddAddress(plan.Bridge, IPAddress.Parse(plan.BridgeAddress), 24);
        Links.SetUp(plan.Bridge);
    }

    /// <summary>To be run on a thread that is in the node's new network namespace; <paramref name="machine"/> is the machine's own.</summary>
    public static void Connect(LabPlan plan, LabNode node, OwnedFd machine)
    {
        using var own = NamespaceThread.OpenOwn("net");
        string link = node.Link(plan);
        NamespaceThread.RunJoined(machine, () =>
        {
            Links.Delete(link);         // the end of a host that died a moment ago may still be there
            Links.CreateVeth(link, "eth0", own);
            Links.SetBridge(link, plan.Bridge);
            Links.SetUp(link);
            return 0;
        });
        Links.SetUp("lo");
        // The same at each start of this host: a new one would lie unheard behind its neighbours' ARP caches for half a minute.
        byte[] address = IPAddress.Parse(node.Address).GetAddressBytes();
        Links.SetHardwareAddress("eth0", [0x02, 0x46, .. address]);
        Links.AddAddress("eth0", IPAddress.Parse(node.Address), 24);
        Links.SetUp("eth0");
        Links.AddDefaultRoute(IPAddress.Parse(plan.BridgeAddress));
    }

    /// <summary>Pulls a node's cable: whatever is sent to it or by it is lost, and nobody is told.</summary>
    /// <exception cref="LabException">The host is down: it has no cable.</exception>
    public static void Cut(LabPlan plan, LabNode node) => Links.SetDown(LinkOf(plan, node));

    /// <summary>Puts the cable back.</summary>
    /// <inheritdoc cref="Cut"/>
    public static void Mend(LabPlan plan, LabNode node) => Links.SetUp(LinkOf(plan, node));

    /// <summary>Whether the node's cable is pulled; a host that is down has none, which is not that.</summary>
    public static bool IsCut(LabPlan plan, LabNode node)
    {
        const int up = 1;       // IFF_UP, netdevice(7)
        string flags = $"/sys/class/net/{node.Link(plan)}/flags";
        try
        {
            return (Convert.ToInt32(File.ReadAllText(flags).Trim(), 16) & up) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string LinkOf(LabPlan plan, LabNode node) => Links.Exists(node.Link(plan)) ? node.Link(plan)
        : throw new LabException($"host {node.Name} is down and has no network to cut or mend: start it with 'fleet lab start {node.Name}'");

    public static void Remove(LabPlan plan)
    {
        foreach (var node in plan.Nodes) Links.Delete(node.Link(plan));
        Links.Delete(plan.Bridge);
    }
}
