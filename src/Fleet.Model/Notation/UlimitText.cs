using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>Resource limits as docker writes them: <c>nofile=1024:2048</c>, <c>core=0</c>, <c>memlock=-1</c> (or <c>unlimited</c>).</summary>
public static class UlimitText
{
    /// <summary>Docker's names of the limits of setrlimit(2).</summary>
    public static readonly ImmutableArray<string> Known =
    [
        "as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack",
    ];

    public static bool TryParse(string text, [NotNullWhen(true)] out Ulimit? ulimit, [NotNullWhen(false)] out string? fault)
    {
        ulimit = null;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            fault = $"'{text}' is not a limit (write NAME=SOFT[:HARD], such as nofile=1024:2048)";
            return false;
        }

        string[] values = text[(equals + 1)..].Split(':');
        long hard = 0;
        if (values.Length > 2 || !TryParseValue(values[0], out long soft) || !TryParseValue(values[^1], out hard))
        {
            fault = $"'{text}': limits are whole numbers, -1 or unlimited (write NAME=SOFT[:HARD])";
            return false;
        }

        ulimit = new Ulimit(text[..equals], soft, hard);
        fault = Fault(ulimit);
        return fault is null;
    }

    /// <summary>A whole number of 0 or more, or -1, for which <c>unlimited</c> may be written.</summary>
    public static bool TryParseValue(string text, out long value)
    {
        value = -1;
        return text is "-1" or "unlimited" || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>What is wrong with the limit, or null.</summary>
    public static string? Fault(Ulimit limit) =>
        !Known.Contains(limit.Name) ? $"'{limit.Name}' is not a resource limit{Suggestion.DidYouMean(limit.Name, Known)}; known are {string.Join(", ", Known)}"
        : limit.Soft < -1 || limit.Hard < -1 ? $"{limit.Name}: a limit is 0 or more, or -1 for unlimited"
        : limit.Hard != -1 && (limit.Soft == -1 || limit.Soft > limit.Hard) ? $"{limit.Name}: the soft limit {Show(limit.Soft)} is above the hard limit {limit.Hard}"
        : null;

    private static string Show(long value) => value == -1 ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);
}
