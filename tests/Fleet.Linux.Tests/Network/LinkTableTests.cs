using Fleet.Linux.Network;

namespace Fleet.Linux.Tests.Network;

public sealed class LinkTableTests
{
    [Fact]
    public void Counters_stand_where_the_kernel_puts_them()
    {
        IReadOnlyList<LinkStatistics> links = LinkTable.Parse(
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:     100       2    3    4    5     6          7         8      900      10   11   12   13    14      15         16
              eth0:18446744073709551615 1 0 0 0 0 0 0 5 6 0 0 0 0 0 0
            """);
        Assert.Equal(new LinkStatistics("lo", 100, 2, 3, 4, 900, 10, 11, 12), links[0]);
        Assert.Equal("eth0", links[1].Name);
        Assert.Equal(5, links[1].SentBytes);
    }

    [Fact]
    public void This_machine_has_a_loopback() =>
        Assert.Contains(LinkTable.Parse(File.ReadAllText("/proc/net/dev")), link => link.Name == "lo");
}
