using System.Net;
using System.Net.Sockets;
using Fleet.Control.Hosting;

namespace Fleet.Control.Tests.Support;

/// <summary>Ports of loopback that nobody had a moment ago; for seed lists, which must be known before anyone listens.</summary>
internal static class FreePort
{
    public static HostPort Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new HostPort("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
    }
}
