using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Fleet.Control.Hosting;

/// <summary>Where something listens. Port 0 means any free one.</summary>
public readonly record struct HostPort(string Host, int Port)
{
    /// <exception cref="FormatException">Not HOST:PORT.</exception>
    public static HostPort Parse(string text) => TryParse(text, out var address)
        ? address.Value
        : throw new FormatException($"'{text}' is no address: write HOST:PORT, e.g. 10.0.0.1:7420");

    public static bool TryParse(string text, [NotNullWhen(true)] out HostPort? address)
    {
        int colon = text.LastIndexOf(':');
        bool read = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        address = read && colon > 0 ? new HostPort(text[..colon], port) : null;
        return address is not null;
    }

    /// <summary>Reached from this machine alone.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip));

    public override string ToString() => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
