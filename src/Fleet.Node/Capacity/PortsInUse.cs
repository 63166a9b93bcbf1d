using System.Globalization;
using Fleet.Linux.Network;

namespace Fleet.Node.Capacity;

/// <summary>Ports that something on the node's network listens on (sock_diag(7); proc_pid_net(5): tcp, tcp6, udp, udp6).</summary>
internal static class PortsInUse
{
    private const int Listening = 0x0A;     // TCP_LISTEN of net/tcp_states.h; unconnected UDP sockets are in state 7

    private static readonly (string File, byte Family)[] Tcp = [("tcp", 2), ("tcp6", 10)];      // AF_INET, AF_INET6

    public static IReadOnlyList<int> Read()
    {
        var ports = new SortedSet<int>();
        var files = new List<string> { "udp", "udp6" };
        foreach (var (file, family) in Tcp)
        {
            if (ListeningPorts.Tcp(family) is { } listening) ports.UnionWith(listening);
            else files.Add(file);
        }
        ports.UnionWith(Read("/proc/net", [.. files]));
        return [.. ports];
    }

    /// <param name="files">Those of them that are to be read.</param>
    internal static IReadOnlyList<int> Read(string folder, params IReadOnlyList<string> files)
    {
        var ports = new SortedSet<int>();
        foreach (string file in files)
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
