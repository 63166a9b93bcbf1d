using System.Globalization;

namespace Fleet.Cli.Output;

/// <summary>Values in the words of tables.</summary>
internal static class Show
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Three digits and a unit of 1024: <c>64 MiB</c>, <c>1.25 GiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        double amount = bytes;
        int unit = 0;
        for (; amount >= 1000 && unit < Units.Length - 1; unit++)
        {
            amount /= 1024;
        }

        string digits = unit == 0 || amount >= 100 ? "0" : amount >= 10 ? "0.#" : "0.##";
        return amount.ToString(digits, CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    public static string Cores(double cores) => cores.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Cores(long milli) => Cores(milli / 1000.0);

    /// <summary>Up to a moment, in the largest fitting unit: <c>42s</c>, <c>3m</c>, <c>5h</c>, <c>2d</c>.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset now)
    {
        if (since is not { } from)
        {
            return "";
        }

        var age = now - from;
        return age.TotalMinutes < 1 ? $"{Math.Max(0, (int)age.TotalSeconds)}s"
            : age.TotalHours < 1 ? $"{(int)age.TotalMinutes}m"
            : age.TotalDays < 1 ? $"{(int)age.TotalHours}h"
            : $"{(int)age.TotalDays}d";
    }

    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>camelCase, as in the JSON.</summary>
    public static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Digest(string digest) => digest.StartsWith("sha256:", StringComparison.Ordinal) && digest.Length > 19 ? digest[7..19] : digest;

    public static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
