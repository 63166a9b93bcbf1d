using System.Net.NetworkInformation;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Network;

namespace Fleet.Linux.Tests.Network;

public sealed class LinksTests
{
    [SkippableFact]
    public void A_link_has_the_hardware_address_it_was_given()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "network namespaces need root");
        string address = NamespaceThread.RunUnshared(NamespaceThread.NewNetwork, () =>
        {
            Links.CreateBridge("given0");
            Links.SetHardwareAddress("given0", [0x02, 0x46, 10, 0, 0, 1]);
            return NetworkInterface.GetAllNetworkInterfaces().Single(link => link.Name == "given0").GetPhysicalAddress().ToString();
        });
        Assert.Equal("02460A000001", address);
    }
}
