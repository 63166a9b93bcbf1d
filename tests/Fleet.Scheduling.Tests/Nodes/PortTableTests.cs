using Fleet.Model;
using Fleet.Scheduling.Nodes;

namespace Fleet.Scheduling.Tests.Nodes;

public sealed class PortTableTests
{
    private readonly PortTable _ports = new();

    public PortTableTests() => _ports.Report(20000, 20003, [20001]);

    private AssignedPort Take(string name, PortProtocol protocol = PortProtocol.Tcp)
    {
        var port = _ports.Choose([new PortRequest(name, 0, protocol)]).Single();
        _ports.Take(port);
        _ports.Pass(port);
        return port;
    }

    [Fact]
    public void Ports_in_use_by_others_are_passed_over() => Assert.Equal([20000, 20002, 20003], new[] { Take("a"), Take("b"), Take("c") }.Select(port => port.Number));

    [Fact]
    public void A_port_given_back_rests_until_the_range_was_gone_through()
    {
        var first = Take("a");
        _ports.GiveBack(first);
        Assert.Equal(20002, Take("b").Number);
        Assert.Equal(20003, Take("c").Number);
        Assert.Equal(20000, Take("d").Number);
    }

    [Fact]
    public void A_used_up_range_offers_nothing()
    {
        foreach (string name in new[] { "a", "b", "c" })
        {
            Assert.True(_ports.Offers([new PortRequest(name)]));
            Take(name);
        }
        Assert.False(_ports.Offers([new PortRequest("d")]));
    }

    [Fact]
    public void A_dynamic_port_is_never_one_that_is_asked_for_by_number()
    {
        var chosen = _ports.Choose([new PortRequest("a"), new PortRequest("b", 20000)]);
        Assert.Equal([20002, 20000], chosen.Select(port => port.Number));
        Assert.False(_ports.Offers([new PortRequest("a"), new PortRequest("b"), new PortRequest("c"), new PortRequest("d", 20000)]));
    }

    [Fact]
    public void Tcp_and_udp_have_ports_of_their_own_by_number()
    {
        _ports.Take(new AssignedPort("a", 6900));
        Assert.False(_ports.Offers([new PortRequest("b", 6900)]));
        Assert.True(_ports.Offers([new PortRequest("b", 6900, PortProtocol.Udp)]));
        _ports.GiveBack(new AssignedPort("a", 6900));
        Assert.True(_ports.Offers([new PortRequest("b", 6900)]));
    }
}
