using Fleet.Model;

namespace Fleet.JobFile.Tests;

// Field cases Y01 and Y05.
public sealed class PortTests
{
    [Fact]
    public void Unquoted_pairs_are_pairs_and_no_numbers_of_base_60()
    {
        string[] faults = Read.ServiceFaults("network_mode: host\nports: [2122:22, 22:22, 8080:80, \"1:59\"]");
        Assert.Equal(3, faults.Length);
        Assert.Contains("services.web.ports[0]: forwarding 2122 to 22 needs bridge networking, which this version lacks (write 22:22", faults[0]);
        Assert.Contains("forwarding 8080 to 80", faults[1]);
        Assert.Contains("forwarding 1 to 59", faults[2]);
    }

    [Fact]
    public void On_the_nodes_network_a_published_port_is_its_target_and_reserved()
    {
        TaskGroup read = Read.Service("network_mode: host\nports: [22:22, 8080:8080/udp, 90, {target: 70, published: 70, name: web}]");
        Assert.Equal([new PortRequest("22", 22), new PortRequest("8080-udp", 8080, PortProtocol.Udp), new PortRequest("90", 90), new PortRequest("web", 70)], read.Ports.ToArray());
    }

    [Fact]
    public void Equal_ranges_reserve_each_port_and_one_port_twice_is_reserved_once()
    {
        TaskGroup read = Read.Service("network_mode: host\nports: ['3000-3001:3000-3001', '3001:3001', '3001:3001', '3001:3001/udp']");
        Assert.Equal([new PortRequest("3000", 3000), new PortRequest("3001", 3001), new PortRequest("3001-udp", 3001, PortProtocol.Udp)], read.Ports.ToArray());
    }

    [Theory]
    [InlineData("8000-8002:80", "forwarding 8000-8002 to 80 needs bridge networking")]
    [InlineData("3000-3002:3000-3001", "must be equally long")]
    [InlineData("127.0.0.1::80/udp", "listening on 127.0.0.1 alone needs bridge networking")]
    [InlineData("70000", "not a port")]
    [InlineData("80/xyz", "not a protocol")]
    public void What_needs_forwarding_or_is_no_port_is_refused(string port, string says) =>
        Assert.Contains(says, Assert.Single(Read.ServiceFaults($"network_mode: host\nports: ['{port}']")));

    [Fact]
    public void Off_the_nodes_network_every_published_port_is_refused() =>
        Assert.Contains("needs bridge networking, which this version lacks", Assert.Single(Read.ServiceFaults("ports: ['80:80']")));

    [Theory]
    [InlineData("{published: 80}", "lacks 'target'")]
    [InlineData("{target: 80, published: x}", "'x' is not a port")]
    [InlineData("{target: 80, publish: 80}", "did you mean 'published'?")]
    [InlineData("{target: 80, protocol: tpc}", "did you mean 'tcp'?")]
    [InlineData("[80]", "must be a single value, not a list")]
    public void The_long_form_is_checked_too(string port, string says) =>
        Assert.Contains(says, Assert.Single(Read.ServiceFaults($"network_mode: host\nports: [{port}]")));
}
