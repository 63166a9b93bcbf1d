using System.Net;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Network;

namespace Fleet.Linux.Tests.Network;

/// <summary>Links in network namespaces of the tests' own, which go with their threads.</summary>
public sealed class LinksOnKernelTests
{
    [SkippableFact]
    public void Bridge_pair_address_and_route_are_made_as_told_and_deleted_together()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "network namespaces need root");
        NamespaceThread.RunUnshared(NamespaceThread.NewNetwork, () =>
        {
            using OwnedFd inner = Own();
            return NamespaceThread.RunUnshared(NamespaceThread.NewNetwork, () =>
            {
                using OwnedFd here = Own();
                Links.SetUp("lo");
                Links.CreateBridge("br0");
                Links.AddAddress("br0", IPAddress.Parse("192.0.2.1"), 24);
                Links.SetUp("br0");
                Links.CreateVeth("out0", "in0", inner);
                Links.SetBridge("out0", "br0");
                Links.SetUp("out0");
                Links.AddDefaultRoute(IPAddress.Parse("192.0.2.254"));

                Assert.Equal(["br0", "lo", "out0"], Names());
                Assert.False(Links.Exists("in0"));
                Assert.Contains("FE0200C0", File.ReadAllText("/proc/thread-self/net/route"));
                Assert.Equal(["in0", "lo"], NamespaceThread.RunJoined(inner, Names));

                Links.Delete("out0");
                Assert.Equal(["br0", "lo"], Names());
                Assert.Equal(["lo"], NamespaceThread.RunJoined(inner, Names));
                Links.Delete("out0");   // once more is no error
                return true;
            });
        });
    }

    [SkippableFact]
    public void What_cannot_be_done_names_the_link_and_the_reason()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "network namespaces need root");
        NamespaceThread.RunUnshared(NamespaceThread.NewNetwork, () =>
        {
            Links.CreateBridge("twice0");
            Assert.Equal("EEXIST", Assert.Throws<KernelException>(() => Links.CreateBridge("twice0")).Errno.Name);
            Assert.Contains("missing0", Assert.Throws<KernelException>(() => Links.SetUp("missing0")).Message);
            return true;
        });
    }

    private static string[] Names() =>
        [.. LinkTable.Parse(File.ReadAllText("/proc/thread-self/net/dev")).Select(link => link.Name).Order(StringComparer.Ordinal)];

    private static OwnedFd Own()
    {
        var handle = File.OpenHandle("/proc/thread-self/ns/net");
        var owned = new OwnedFd((int)handle.DangerousGetHandle());
        handle.SetHandleAsInvalid();    // it has another owner now
        return owned;
    }
}
