using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Tests.Notation;

public sealed class PortMappingTests
{
    [Fact]
    public void A_pair_names_the_published_port_first()
    {
        Assert.Equal([new PortMapping("", new PortRange(2122, 2122), 22, PortProtocol.Tcp)], Read("2122:22"));
        Assert.Equal([new PortMapping("", null, 80, PortProtocol.Tcp)], Read("80"));
    }

    [Fact]
    public void An_address_with_nothing_published_asks_for_a_free_port_of_it() =>
        Assert.Equal([new PortMapping("127.0.0.1", null, 80, PortProtocol.Udp)], Read("127.0.0.1::80/udp"));

    [Fact]
    public void An_ipv6_address_stands_in_brackets() =>
        Assert.Equal([new PortMapping("::1", new PortRange(8080, 8080), 80, PortProtocol.Tcp)], Read("[::1]:8080:80"));

    [Fact]
    public void A_range_for_one_target_asks_for_a_free_one_of_it() =>
        Assert.Equal([new PortMapping("", new PortRange(8000, 8002), 80, PortProtocol.Tcp)], Read("8000-8002:80"));

    [Fact]
    public void Equal_ranges_are_paired_one_by_one()
    {
        PortMapping[] read = Read("3000-3001:4000-4001");
        Assert.Equal([new PortMapping("", new PortRange(3000, 3000), 4000, PortProtocol.Tcp), new PortMapping("", new PortRange(3001, 3001), 4001, PortProtocol.Tcp)], read);
    }

    [Theory]
    [InlineData("8080:8080", false)]
    [InlineData("0.0.0.0:8080:8080", false)]
    [InlineData("80", false)]
    [InlineData("8080:80", true)]
    [InlineData("8000-8002:8000", true)]
    [InlineData("127.0.0.1:80:80", true)]
    public void Forwarding_is_needed_where_the_two_sides_differ(string text, bool needed) => Assert.Equal(needed, Read(text)[0].NeedsForwarding);

    [Theory]
    [InlineData("3000-3002:3000-3001", "equally long")]
    [InlineData("0:80", "1 to 65535")]
    [InlineData("65536", "1 to 65535")]
    [InlineData("a:80", "1 to 65535")]
    [InlineData("82-80", "ends before it starts")]
    [InlineData("80/icmp", "not a protocol")]
    [InlineData("80/sctp", "not supported yet")]
    [InlineData("host:80:80", "not an IP address")]
    [InlineData(":80", "before the colon")]
    [InlineData("", "1 to 65535")]
    [InlineData("8080:", "1 to 65535")]
    [InlineData("22:22:22", "not an IP address")]
    public void A_bad_entry_is_refused(string text, string says)
    {
        Assert.False(PortMapping.TryParse(text, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    private static PortMapping[] Read(string text)
    {
        Assert.True(PortMapping.TryParse(text, out ImmutableArray<PortMapping> read, out string? fault), fault);
        return [.. read];
    }
}
