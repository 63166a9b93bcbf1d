using Fleet.Containers.Files;
using Fleet.Containers.Shims;

namespace Fleet.Containers.Tests.Files;

public sealed class EtcFilesTests
{
    [Fact]
    public void Hosts_know_localhost_and_the_containers_own_name()
    {
        string hosts = EtcFiles.Hosts("web", more: [("192.0.2.7", "db")]);
        Assert.StartsWith("127.0.0.1\tlocalhost\n", hosts);
        Assert.Contains("192.0.2.7\tdb\n", hosts);
        Assert.EndsWith("127.0.1.1\tweb\n", hosts);
        Assert.EndsWith("192.0.2.9\tweb\n", EtcFiles.Hosts("web", "192.0.2.9"));
    }

    [Fact]
    public void A_resolver_on_the_hosts_loopback_is_of_no_use_in_another_network()
    {
        const string Host = "nameserver 127.0.0.53\nnameserver 192.0.2.1\nsearch example\n";
        Assert.Equal("nameserver 192.0.2.1\nsearch example\n", EtcFiles.ResolvOfHost(Host, hostNetwork: false));
        Assert.Equal(Host, EtcFiles.ResolvOfHost(Host, hostNetwork: true));
        Assert.Equal("search a b\nnameserver 192.0.2.1\noptions ndots:2\n", EtcFiles.Resolv(["192.0.2.1"], ["a", "b"], ["ndots:2"]));
    }

    [Fact]
    public void The_shim_is_looked_for_where_it_was_said_beside_and_one_above()
    {
        string folder = Directory.CreateTempSubdirectory("fleet-cont-").FullName;
        try
        {
            string agent = Directory.CreateDirectory(Path.Combine(folder, "agent")).FullName, shim = Path.Combine(folder, "fleet-shim");
            var missing = Assert.Throws<FileNotFoundException>(() => ShimLocation.Find(null, _ => null, agent));
            Assert.Contains(shim, missing.Message);
            File.WriteAllText(shim, "");
            Assert.Equal(shim, ShimLocation.Find(null, _ => null, agent + "/"));
            Assert.Equal(shim, ShimLocation.Find(null, _ => null, folder));
            Assert.Equal(shim, ShimLocation.Find(null, name => name == "FLEET_SHIM" ? shim : null, "/elsewhere"));
            Assert.Throws<FileNotFoundException>(() => ShimLocation.Find("/no/shim", _ => shim, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
