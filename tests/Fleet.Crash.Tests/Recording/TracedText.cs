using System.Globalization;
using System.Text;

namespace Fleet.Crash.Tests.Recording;

/// <summary>How strace prints strings, descriptors (<c>-y</c>) and lists of arguments.</summary>
internal static class TracedText
{
    /// <summary>Splits at the commas that stand outside of strings, brackets and paths.</summary>
    public static IReadOnlyList<string> Split(string arguments)
    {
        var parts = new List<string>();
        int depth = 0, from = 0;
        for (int at = 0; at < arguments.Length; at++)
        {
            switch (arguments[at])
            {
                case '"': at = EndOfString(arguments, at); break;
                case '(' or '[' or '{' or '<': depth++; break;
                case ')' or ']' or '}': depth--; break;
                case '>' when at > 0 && arguments[at - 1] is not ('=' or '-'): depth--; break;
                case ',' when depth == 0:
                    parts.Add(arguments[from..at].Trim());
                    from = at + 1;
                    break;
            }
        }
        if (arguments[from..].Trim() is { Length: > 0 } last) parts.Add(last);
        return parts;
    }

    /// <summary>The path in <c>3&lt;/path&gt;</c> or <c>AT_FDCWD&lt;/path&gt;</c>; empty for what has none.</summary>
    public static string PathOf(string descriptor)
    {
        int open = descriptor.IndexOf('<', StringComparison.Ordinal), close = descriptor.LastIndexOf('>');
        return open >= 0 && close > open ? Encoding.UTF8.GetString(Unescape(descriptor.AsSpan(open + 1, close - open - 1))) : "";
    }

    /// <summary>The bytes of <c>"..."</c>; a string that was cut off is an error.</summary>
    public static byte[] Bytes(string quoted)
    {
        if (!quoted.StartsWith('"') || !quoted.EndsWith('"')) throw new FormatException($"not a whole string: {quoted[..Math.Min(80, quoted.Length)]}");
        return Unescape(quoted.AsSpan(1, quoted.Length - 2));
    }

    public static string Text(string quoted) => Encoding.UTF8.GetString(Bytes(quoted));

    private static int EndOfString(string text, int quote)
    {
        for (int at = quote + 1; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '"') return at;
        }
        return text.Length;
    }

    private static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        int length = 0;
        for (int at = 0; at < text.Length; length++)
        {
            if (text[at] != '\\')
            {
                bytes[length] = (byte)text[at++];
                continue;
            }
            char kind = text[at + 1];
            if (kind == 'x')
            {
                bytes[length] = byte.Parse(text.Slice(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                at += 4;
            }
            else if (kind is >= '0' and <= '7')
            {
                int value = 0, digits = 0;
                for (at++; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++) value = value * 8 + text[at++] - '0';
                bytes[length] = (byte)value;
            }
            else
            {
                bytes[length] = kind switch { 'n' => 10, 't' => 9, 'r' => 13, 'v' => 11, 'f' => 12, 'a' => 7, 'b' => 8, _ => (byte)kind };
                at += 2;
            }
        }
        return bytes[..length];
    }
}
