using System.Globalization;
using Akka.Configuration;
using Fleet.Model.Notation;

namespace Fleet.Client;

/// <summary>The settings under <c>fleet.client</c> (<c>config/client.conf</c>); unknown keys and wrong values are refused by name.</summary>
internal static class ClientConfig
{
    private const string Group = "fleet.client";

    private static readonly string[] Known = ["doors", "unreachable-after", "outage-patience", "busy-patience", "watch-buffer"];

    /// <exception cref="ConfigurationException">With all that is wrong, a line each.</exception>
    public static FleetClientOptions Read(Config config)
    {
        Config? given = config.GetConfig(Group);
        List<string> faults = [];
        string[] doors = given?.HasPath("doors") == true ? [.. given.GetStringList("doors")] : [];
        if (doors.Length == 0)
        {
            faults.Add($"{Group}.doors: name at least one door of a control host (doors = [\"10.0.0.1:4054\"])");
        }

        foreach ((string key, _) in given?.AsEnumerable() ?? [])
        {
            if (!Known.Contains(key))
            {
                faults.Add($"{Group}.{key}: there is no such setting{Suggestion.DidYouMean(key, Known)}");
            }
        }

        var plain = new FleetClientOptions { Doors = [.. doors] };
        FleetClientOptions read = plain with
        {
            UnreachableAfter = Duration(given, "unreachable-after", plain.UnreachableAfter, faults),
            OutagePatience = Duration(given, "outage-patience", plain.OutagePatience, faults),
            BusyPatience = Duration(given, "busy-patience", plain.BusyPatience, faults),
            WatchBuffer = Buffer(given, plain.WatchBuffer, faults),
        };
        return faults.Count == 0 ? read : throw new ConfigurationException(string.Join('\n', faults));
    }

    private static string? Text(Config? config, string key) => config?.HasPath(key) == true ? config.GetString(key) : null;

    private static TimeSpan Duration(Config? config, string key, TimeSpan otherwise, List<string> faults)
    {
        if (Text(config, key) is not string text)
        {
            return otherwise;
        }

        if (text == "infinite")
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (!DurationText.TryParse(text, out TimeSpan value, out string? fault))
        {
            faults.Add($"{Group}.{key}: {fault}");
        }

        return value;
    }

    private static int Buffer(Config? config, int otherwise, List<string> faults)
    {
        if (Text(config, "watch-buffer") is not string text)
        {
            return otherwise;
        }

        bool good = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= 1_000_000;
        if (!good)
        {
            faults.Add($"{Group}.watch-buffer: '{text}' is not a whole number from 1 to 1000000");
        }

        return value;
    }
}
