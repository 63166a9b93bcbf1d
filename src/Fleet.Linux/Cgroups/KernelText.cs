using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>The shapes of text in cgroup files (kernel: cgroup-v2, "Format").</summary>
internal static class KernelText
{
    /// <summary>A single number; null for <c>max</c>, for nothing, and for v1's "no limit" (above 2^62).</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number < 1L << 62
            ? number
            : null;

    /// <summary>Lines of <c>KEY VALUE</c>.</summary>
    public static Dictionary<string, long> Flat(string? text)
    {
        var values = new Dictionary<string, long>();
        foreach (string line in Lines(text))
        {
            int space = line.IndexOf(' ');
            if (space > 0 && Number(line[(space + 1)..]) is { } value)
            {
                values[line[..space]] = value;
            }
        }

        return values;
    }

    public static string[] Lines(string? text) => text is null ? [] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary><c>8:16</c>.</summary>
    public static bool Device(string text, out uint major, out uint minor)
    {
        major = minor = 0;
        int colon = text.IndexOf(':');
        return colon > 0 && uint.TryParse(text.AsSpan(0, colon), out major) && uint.TryParse(text.AsSpan(colon + 1), out minor);
    }

    /// <summary>A pressure file; null where the kernel has none or has it switched off (reading then gives EOPNOTSUPP).</summary>
    public static Pressure? Pressure(string? text)
    {
        PressureLine? some = null, full = null;
        foreach (string line in Lines(text))
        {
            if (line.StartsWith("some ", StringComparison.Ordinal))
            {
                some = Stalls(line);
            }
            else if (line.StartsWith("full ", StringComparison.Ordinal))
            {
                full = Stalls(line);
            }
        }

        return some is null ? null : new Pressure(some, full);
    }

    private static PressureLine Stalls(string line)
    {
        double[] values = [.. line.Split(' ').Skip(1).Select(part => double.Parse(part[(part.IndexOf('=') + 1)..], CultureInfo.InvariantCulture))];
        return new PressureLine(values[0], values[1], values[2], (long)values[3]);
    }
}
