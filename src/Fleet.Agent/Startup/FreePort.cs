using System.Net;
using System.Net.Sockets;

namespace Fleet.Agent.Startup;

internal static class FreePort
{
    /// <summary>
    /// The port itself, or for 0 one that is free now: what listens on it has to be told to others before it listens. Should
    /// somebody else take it in between, the start fails and says so.
    /// </summary>
    public static int Choose(IPAddress address, int port)
    {
        if (port != 0) return port;
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
