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

    public static void Remove(LabPlan plan)
    {
        foreach (var node in plan.Nodes) Links.Delete(node.Link(plan));
        Links.Delete(plan.Bridge);
    }
}
