using System.CommandLine;
using System.Globalization;
using Fleet.Model.Notation;

namespace Fleet.Cli.CommandLine;

/// <summary>Moments as docker's --since takes them: a time, seconds since 1970, or how long ago.</summary>
internal static class Moments
{
    public const string Notes = "TIME is an RFC 3339 time (2026-01-02T15:04:05Z), seconds since 1970, or how long ago (10m, 1h30m).";

    public static Option<string> Since() => new("--since") { Description = "Only what is not older", HelpName = "TIME" };

    /// <summary>As RFC 3339; null stays null.</summary>
    /// <exception cref="UsageException">None of the three.</exception>
    public static string? Parse(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var ago, out _) && !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return Format(DateTimeOffset.UtcNow - ago);
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) && seconds < 253402300800m)
        {
            return Format(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? Format(time)
            : throw new UsageException($"{option} '{text}' is no time: {Notes}");
    }

    private static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
