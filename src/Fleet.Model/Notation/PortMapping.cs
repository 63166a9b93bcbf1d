using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Fleet.Model.Notation;

/// <summary>A run of ports, both ends included.</summary>
public readonly record struct PortRange(int First, int Last)
{
    public int Count => Last - First + 1;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    /// <summary><c>N</c> or <c>N-M</c>, each from 1 to 65535 and not falling.</summary>
    public static bool TryParse(string text, out PortRange range, [NotNullWhen(false)] out string? fault)
    {
        range = default;
        string[] ends = text.Split('-');
        int last = 0;
        bool numbers = ends.Length <= 2 && TryPort(ends[0], out int first) & TryPort(ends[^1], out last);
        if (!numbers)
        {
            fault = $"'{text}' is not a port (1 to 65535, or a range such as 8000-8002)";
            return false;
        }

        _ = TryPort(ends[0], out first);
        range = new PortRange(first, last);
        fault = first <= last ? null : $"the range {text} ends before it starts";
        return fault is null;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}

/// <summary>
/// One published port as Compose's short form says it: <c>[[HOST_IP:][PUBLISHED]:]TARGET[/PROTOCOL]</c>. <see cref="Published"/>
/// null asks for any free port; a range for one target asks for a free one of that range.
/// </summary>
public sealed record PortMapping(string HostIp, PortRange? Published, int Target, PortProtocol Protocol)
{
    /// <summary>Whether something must carry packets from one port or address to another for it to work.</summary>
    public bool NeedsForwarding =>
        HostIp is not ("" or "0.0.0.0" or "::") || (Published is PortRange range && (range.Count != 1 || range.First != Target));

    /// <summary>Reads an entry; equal ranges on both sides become one mapping per port.</summary>
    public static bool TryParse(string text, out ImmutableArray<PortMapping> mappings, [NotNullWhen(false)] out string? fault)
    {
        mappings = [];
        (string address, string protocolText) = SplitProtocol(text);
        if (!TryProtocol(protocolText, out PortProtocol protocol, out fault))
        {
            return false;
        }

        int lastColon = address.LastIndexOf(':');
        string left = lastColon < 0 ? "" : address[..lastColon];
        int ipColon = left.EndsWith(']') ? left.Length : left.LastIndexOf(':');
        string ip = ipColon < 0 ? "" : left[..ipColon].Trim('[', ']');
        string publishedText = ipColon < 0 ? left : left[Math.Min(ipColon + 1, left.Length)..];
        PortRange? published = null;
        if (ipColon >= 0 && !IsAddress(ip))
        {
            fault = $"'{text}': '{ip}' is not an IP address (write [IP:][PUBLISHED:]TARGET[/udp])";
        }
        else if (!PortRange.TryParse(address[(lastColon + 1)..], out PortRange target, out string? targetFault))
        {
            fault = $"'{text}': {targetFault}";
        }
        else if (lastColon == 0 || (publishedText.Length > 0 && !TryPublished(publishedText, out published, out fault)))
        {
            fault = lastColon == 0 ? $"'{text}': nothing stands before the colon" : $"'{text}': {fault}";
        }
        else
        {
            return TryPair(text, ip, published, target, protocol, out mappings, out fault);
        }

        return false;
    }

    /// <summary><c>tcp</c> or <c>udp</c>; empty means tcp.</summary>
    public static bool TryProtocol(string text, out PortProtocol protocol, [NotNullWhen(false)] out string? fault)
    {
        protocol = text == "udp" ? PortProtocol.Udp : PortProtocol.Tcp;
        fault = text is "" or "tcp" or "udp" ? null
            : text == "sctp" ? "the protocol sctp is not supported yet (tcp or udp)"
            : $"'{text}' is not a protocol (tcp or udp)";
        return fault is null;
    }

    /// <summary>Pairs the two sides port by port.</summary>
    public static bool TryPair(
        string text, string ip, PortRange? published, PortRange target, PortProtocol protocol,
        out ImmutableArray<PortMapping> mappings, [NotNullWhen(false)] out string? fault)
    {
        mappings = [];
        fault = null;
        if (published is PortRange range && target.Count > 1 && range.Count != target.Count)
        {
            fault = $"'{text}': {range} are {range.Count} ports and {target} are {target.Count} (the two ranges must be equally long)";
            return false;
        }

        PortRange? PublishedAt(int offset) =>
            published is PortRange all && target.Count > 1 ? new PortRange(all.First + offset, all.First + offset) : published;
        mappings = [.. Enumerable.Range(0, target.Count).Select(i => new PortMapping(ip, PublishedAt(i), target.First + i, protocol))];
        return true;
    }

    private static bool TryPublished(string text, out PortRange? published, [NotNullWhen(false)] out string? fault)
    {
        bool read = PortRange.TryParse(text, out PortRange range, out fault);
        published = range;
        return read;
    }

    // IPAddress.TryParse alone would take "22" for 0.0.0.22.
    private static bool IsAddress(string ip) => IPAddress.TryParse(ip, out _) && (ip.Contains(':', StringComparison.Ordinal) || ip.Split('.').Length == 4);

    private static (string Address, string Protocol) SplitProtocol(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..].ToLowerInvariant());
    }
}
