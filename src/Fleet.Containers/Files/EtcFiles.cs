using System.Text;

namespace Fleet.Containers.Files;

/// <summary>Contents of the three files in /etc that are the container's own (hosts(5), hostname(5), resolv.conf(5)).</summary>
public static class EtcFiles
{
    /// <summary>localhost, and the container's name at its address; without one at 127.0.1.1, as Debian has it for hosts without.</summary>
    public static string Hosts(string hostname, string? address = null, IEnumerable<(string Address, string Name)>? more = null)
    {
        var text = new StringBuilder()
            .Append("127.0.0.1\tlocalhost\n")
            .Append("::1\tlocalhost ip6-localhost ip6-loopback\n")
            .Append("fe00::\tip6-localnet\n")
            .Append("ff00::\tip6-mcastprefix\n")
            .Append("ff02::1\tip6-allnodes\n")
            .Append("ff02::2\tip6-allrouters\n");
        foreach ((string at, string name) in more ?? [])
        {
            text.Append(at).Append('\t').Append(name).Append('\n');
        }

        return text.Append(address ?? "127.0.1.1").Append('\t').Append(hostname).Append('\n').ToString();
    }

    public static string Hostname(string hostname) => hostname + "\n";

    public static string Resolv(IEnumerable<string> nameservers, IEnumerable<string> search, IEnumerable<string> options)
    {
        var text = new StringBuilder();
        Append("search", search);
        foreach (string server in nameservers)
        {
            text.Append("nameserver ").Append(server).Append('\n');
        }

        Append("options", options);
        return text.ToString();

        void Append(string key, IEnumerable<string> words)
        {
            string line = string.Join(' ', words);
            if (line.Length > 0)
            {
                text.Append(key).Append(' ').Append(line).Append('\n');
            }
        }
    }

    /// <summary>
    /// The host's own resolv.conf for a container with its own network: a resolver on the host's loopback is out of reach there,
    /// so such lines go. On the host's network it is taken as it is.
    /// </summary>
    public static string ResolvOfHost(string content, bool hostNetwork) => hostNetwork
        ? content
        : string.Join('\n', content.Split('\n').Where(line => !IsLoopback(line)));

    private static bool IsLoopback(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is ["nameserver", var address, ..] && (address.StartsWith("127.", StringComparison.Ordinal) || address == "::1");
    }
}
