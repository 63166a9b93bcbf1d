using System.Net.Sockets;
using System.Text;

namespace Fleet.Agent.Startup;

/// <summary>Tells the service manager that started us how far we are (sd_notify(3)); without one it does nothing.</summary>
internal static class ServiceManager
{
    public const string Variable = "NOTIFY_SOCKET";

    public static void Ready() => Say("READY=1");

    public static void Stopping() => Say("STOPPING=1");

    /// <param name="words">Lines of KEY=VALUE.</param>
    private static void Say(string words)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } address) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A leading @ stands for the abstract namespace, whose names begin with a zero (unix(7)).
            socket.SendTo(Encoding.ASCII.GetBytes(words), new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        }
        catch (SocketException)
        {
            // Nobody listens any more: it will see by itself how we are.
        }
    }
}
