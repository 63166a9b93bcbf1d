using System.Globalization;

namespace Fleet.Node.Capacity;

/// <summary>Ports that something on the node's network listens on (proc_pid_net(5): tcp, tcp6, udp, udp6).</summary>
internal static class PortsInUse
{
    private const int Listening = 0x0A;     // TCP_LISTEN of net/tcp_states.h; unconnected UDP sockets are in state 7

    public static IReadOnlyList<int> Read(string folder = "/proc/net")
    {
        var ports = new SortedSet<int>();
        foreach (string file in new[] { "tcp", "tcp6", "udp", "udp6" })
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path)) continue;       // a kernel without IPv6
            bool tcp = file[0] == 't';
            foreach (string line in File.ReadLines(path).Skip(1))
            {
                if (Parse(line) is { } socket && (!tcp || socket.State == Listening)) ports.Add(socket.Port);
            }
        }
        ports.Remove(0);
        return [.. ports];
    }

    // "  0: 0100007F:1F90 00000000:0000 0A ..."
    private static (int Port, int State)? Parse(string line)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4) return null;
        int colon = fields[1].LastIndexOf(':');
        return colon > 0
            && int.TryParse(fields[1].AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int port)
            && int.TryParse(fields[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int state)
            ? (port, state) : null;
    }
}
