using System.Text;
using Fleet.Containers.Files;
using Fleet.Model;

namespace Fleet.Node.Recipe;

/// <summary>The container's /etc/hosts and /etc/resolv.conf.</summary>
internal static class NameFiles
{
    public static string? Hosts(RecipeInput input, string hostname)
    {
        var spec = input.Record.Spec;
        string? content = spec.Network == NetworkMode.Host ? input.HostsContent
            : Hostname.Hosts(spec.Domainname is { } domain ? $"{hostname}.{domain} {hostname}" : hostname);
        if (spec.ExtraHosts.IsEmpty) return content;
        var text = new StringBuilder(content?.TrimEnd('\n')).Append('\n');
        foreach (var host in spec.ExtraHosts) text.Append(host.Address).Append('\t').Append(host.Name).Append('\n');
        return text.ToString();
    }

    /// <param name="ofNode">What is not said stays as the node has it.</param>
    public static string? Resolv(DnsSettings dns, string? ofNode)
    {
        if (dns.IsEmpty) return ofNode;
        string[][] lines = [.. (ofNode ?? "").Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        IEnumerable<string> Of(string key) => lines.Where(words => words.Length > 1 && words[0] == key).SelectMany(words => words[1..]);
        return EtcFiles.Resolv(
            dns.Servers.IsEmpty ? Of("nameserver") : dns.Servers,
            dns.Search is ["."] ? [] : dns.Search.IsEmpty ? Of("search") : dns.Search,
            dns.Options.IsEmpty ? Of("options") : dns.Options);
    }
}
