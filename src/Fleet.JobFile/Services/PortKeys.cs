using System.Collections.Immutable;
using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary>
/// <c>ports</c> in its short and long form. Every entry is checked in full whatever the network. On the node's own network a
/// published port is its target, and is reserved; what needs forwarding is refused.
/// </summary>
internal static class PortKeys
{
    private const string LacksBridge = "needs bridge networking, which this version lacks";

    private sealed record Published(Field Field, PortMapping Mapping, string? Name);

    public static IEnumerable<PortRequest> Read(Field? ports, NetworkMode network)
    {
        HashSet<(int, PortProtocol)> seen = [];
        foreach (Published port in (ports?.Items() ?? []).SelectMany(item => item.IsMap ? Long(item, item.Map()!) : Short(item)))
        {
            PortMapping mapping = port.Mapping;
            string? fault = network != NetworkMode.Host
                ? $"publishing a port {LacksBridge} (with network_mode: host the task has the node's own ports)"
                : mapping.NeedsForwarding ? $"{Forwarding(mapping)} {LacksBridge} (write {mapping.Target}:{mapping.Target}, or ask for any port under x-fleet.ports)"
                : null;
            port.Field.FaultIf(fault);
            if (fault is null && seen.Add((mapping.Target, mapping.Protocol)))
            {
                string number = mapping.Protocol == PortProtocol.Udp ? $"{mapping.Target}-udp" : $"{mapping.Target}";
                yield return new PortRequest(port.Name ?? number, mapping.Target, mapping.Protocol);
            }
        }
    }

    private static string Forwarding(PortMapping mapping) =>
        mapping.HostIp is not ("" or "0.0.0.0" or "::") ? $"listening on {mapping.HostIp} alone"
        : $"forwarding {mapping.Published} to {mapping.Target}";

    private static IEnumerable<Published> Short(Field item)
    {
        if (item.Text() is not string text)
        {
            return [];
        }

        bool read = PortMapping.TryParse(text, out ImmutableArray<PortMapping> mappings, out string? fault);
        item.FaultIf(fault);
        return read ? mappings.Select(mapping => new Published(item, mapping, null)) : [];
    }

    private static IEnumerable<Published> Long(Field item, Fields fields)
    {
        Field? targetField = fields.Take("target");
        Field? publishedField = fields.Take("published");
        string? name = fields.Take("name")?.Text();
        string ip = fields.Take("host_ip")?.Text() ?? "";
        PortProtocol protocol = fields.Take("protocol")?.Choice(("tcp", PortProtocol.Tcp), ("udp", PortProtocol.Udp)) ?? PortProtocol.Tcp;
        _ = fields.Take("app_protocol")?.Text();
        _ = fields.Take("mode")?.Choice(("host", 0), ("ingress", 0));
        fields.RefuseOthers();
        item.FaultIf(targetField is null ? "lacks 'target', the port in the container" : null);
        PortRange? target = Range(targetField);
        PortRange? published = Range(publishedField);
        if (target is not PortRange to || (publishedField is not null && published is null))
        {
            return [];
        }

        bool paired = PortMapping.TryPair($"{published}:{to}", ip, published, to, protocol, out ImmutableArray<PortMapping> mappings, out string? fault);
        item.FaultIf(fault);
        return paired ? mappings.Select((mapping, i) => new Published(item, mapping, mappings.Length == 1 || name is null ? name : $"{name}-{i}")) : [];
    }

    private static PortRange? Range(Field? field)
    {
        if (field?.Text() is not string text)
        {
            return null;
        }

        bool read = PortRange.TryParse(text, out PortRange range, out string? fault);
        field.FaultIf(fault);
        return read ? range : null;
    }
}
