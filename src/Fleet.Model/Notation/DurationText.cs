using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Fleet.Model.Notation;

/// <summary>
/// Durations as Compose writes them: numbers with the units us, ms, s, m, h and d, one after the other: <c>1m30s</c>,
/// <c>500ms</c>, <c>1.5h</c>. <c>0</c> needs no unit.
/// </summary>
public static class DurationText
{
    /// <summary>Reads a duration of 0 or more, to a tick of 100 ns; otherwise <paramref name="fault"/> says what to write.</summary>
    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? fault)
    {
        duration = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        fault = null;
        if (rest is "0")
        {
            return true;
        }

        decimal ticks = 0;
        bool read = rest.Length > 0;
        while (read && rest.Length > 0)
        {
            read = TryTakePart(ref rest, out decimal part);
            ticks += part;
        }

        if (!read)
        {
            fault = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? $"'{text}' lacks a unit (write {text}s for seconds)"
                : $"'{text}' is not a duration (write such as 30s, 1m30s or 500ms)";
            return false;
        }

        if (ticks > TimeSpan.MaxValue.Ticks / 1000)
        {
            fault = $"'{text}' is longer than 29 years";
            return false;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>The shortest exact form: <c>1m30s</c>, <c>500ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        TimeSpan rest = duration.Duration();
        Append(text, rest.Days * 24L + rest.Hours, "h");
        Append(text, rest.Minutes, "m");
        Append(text, rest.Seconds, "s");
        Append(text, rest.Milliseconds, "ms");
        if (rest.Ticks % TimeSpan.TicksPerMillisecond is > 0 and long ticks)
        {
            text.Append((ticks / 10m).ToString("0.#", CultureInfo.InvariantCulture)).Append("us");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, long amount, string unit)
    {
        if (amount > 0)
        {
            text.Append(amount.ToString(CultureInfo.InvariantCulture)).Append(unit);
        }
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out decimal ticks)
    {
        ticks = 0;
        int digits = rest.IndexOfAnyExcept(Characters.Number);
        if (digits is <= 0 or > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        rest = rest[digits..];
        int letters = rest.IndexOfAny(Characters.Number);
        ReadOnlySpan<char> unit = letters < 0 ? rest : rest[..letters];
        rest = rest[unit.Length..];
        long size = unit switch
        {
            "us" or "µs" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (size == 0 || number > 1_000_000_000_000)
        {
            return false;
        }

        ticks = number * size;
        return true;
    }
}
