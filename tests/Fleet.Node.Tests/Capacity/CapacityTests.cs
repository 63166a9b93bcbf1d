using System.Net;
using System.Net.Sockets;
using Fleet.Model;
using Fleet.Linux.Network;
using Fleet.Node.Capacity;

namespace Fleet.Node.Tests.Capacity;

public class CapacityTests
{
    [Fact]
    public void The_reserve_is_a_share_but_never_more_than_its_bound()
    {
        Assert.Equal(new Resources(50, 51, 50), Reserve.Default.From(new Resources(1000, 1024, 1000)));
        Assert.Equal(Reserve.Default.AtMost, Reserve.Default.From(new Resources(64_000, 1L << 40, 4_000_000)));
        Assert.Equal(default, Reserve.None.From(new Resources(1000, 1000, 1000)));
    }

    [Fact]
    public void A_port_that_somebody_listens_on_is_seen_and_one_that_is_only_connected_is_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        int other = ((IPEndPoint)client.Client.LocalEndPoint!).Port;

        var ports = PortsInUse.Read();
        Assert.Contains(port, ports);
        Assert.DoesNotContain(other, ports);
        var byFile = PortsInUse.Read("/proc/net", "tcp");       // where the kernel has no sock_diag for TCP
        Assert.Contains(port, byFile);
        Assert.DoesNotContain(other, byFile);
        Assert.Contains(port, ListeningPorts.Tcp(2) ?? byFile);
    }

    [Fact]
    public void A_bound_udp_socket_is_seen()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Contains(((IPEndPoint)socket.Client.LocalEndPoint!).Port, PortsInUse.Read());
    }

    [Fact]
    public void Pressure_is_read_in_percent_and_null_without_the_kernels_help()
    {
        string folder = Directory.CreateTempSubdirectory("fleet-node-psi-").FullName;
        File.WriteAllText(Path.Combine(folder, "cpu"), "some avg10=12.34 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Assert.Equal(12.34, NodePressure.Read("cpu", folder));
        Assert.Null(NodePressure.Read("memory", folder));
        Directory.Delete(folder, recursive: true);
    }
}
