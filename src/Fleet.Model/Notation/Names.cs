using System.Text;

namespace Fleet.Model.Notation;

/// <summary>Which words may name what.</summary>
public static class Names
{
    /// <summary>Null when the word is a DNS label (RFC 1123): 1 to 63 of a-z, 0-9 and '-', not at either end; else what is wrong.</summary>
    public static string? DnsLabelFault(string name)
    {
        if (name.Length == 0)
        {
            return "is empty (give 1 to 63 of a-z, 0-9 and '-')";
        }

        if (name.Length > 63)
        {
            return $"'{Shortened(name)}' has {name.Length} characters (at most 63)";
        }

        bool good = name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && name[0] != '-' && name[^1] != '-';
        if (good)
        {
            return null;
        }

        string cure = AsDnsLabel(name);
        return $"'{name}' is not a name: only a-z, 0-9 and '-' are allowed, and no '-' at either end" + (cure.Length > 0 ? $" (such as '{cure}')" : "");
    }

    /// <summary>The nearest DNS label to any text, such as a file's name; empty when nothing usable is in it.</summary>
    public static string AsDnsLabel(string text)
    {
        var label = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            label.Append(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-');
        }

        string trimmed = label.ToString().Trim('-');
        return trimmed.Length > 63 ? trimmed[..63].TrimEnd('-') : trimmed;
    }

    /// <summary>Null when the word can name a volume: 1 to 128 of letters, digits, '_', '.' and '-', first a letter or digit.</summary>
    public static string? VolumeFault(string name)
    {
        bool good = name.Length is > 0 and <= 128 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        return good ? null : $"'{Shortened(name)}' cannot name a volume (1 to 128 of letters, digits, '_', '.' and '-', first a letter or digit)";
    }

    /// <summary>Null when the word can name a port: 1 to 63 of letters, digits, '_' and '-'.</summary>
    public static string? PortFault(string name)
    {
        bool good = name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return good ? null : $"'{Shortened(name)}' cannot name a port (1 to 63 of letters, digits, '_' and '-')";
    }

    /// <summary>The environment variable that tells a task its port: <c>FLEET_PORT_HTTP</c>.</summary>
    public static string PortVariable(string port) => "FLEET_PORT_" + port.ToUpperInvariant().Replace('-', '_');

    private static string Shortened(string text) => text.Length <= 70 ? text : text[..67] + "...";
}
