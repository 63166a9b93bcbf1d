using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Agent.Configuration;

internal static class HostPortText
{
    /// <summary>HOST:PORT or [IPV6]:PORT; an Akka address (<c>akka.tcp://system@HOST:PORT</c>) is taken for its end.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPort? host, [NotNullWhen(false)] out string? fault)
    {
        string plain = text.StartsWith("akka.", StringComparison.Ordinal) ? text[(text.LastIndexOf('@') + 1)..] : text;
        int colon = plain.LastIndexOf(':');
        string name = colon > 0 ? plain[..colon].Trim('[', ']') : "";
        int port = 0;
        bool good = name.Length > 0 && !name.Any(char.IsWhiteSpace) && (name.Contains(':', StringComparison.Ordinal) == plain.StartsWith('['))
            & int.TryParse(plain.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
        host = good ? new HostPort(name, port) : null;
        fault = good ? null : $"'{text}' is not HOST:PORT (such as 10.0.0.1:4053)";
        return good;
    }
}
