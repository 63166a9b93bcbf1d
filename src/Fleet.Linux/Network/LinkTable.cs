using System.Globalization;

namespace Fleet.Linux.Network;

/// <summary>Reads /proc/net/dev (proc_pid_net(5)): a line a link, eight counters received, eight sent.</summary>
public static class LinkTable
{
    private const int Counters = 16;

    public static IReadOnlyList<LinkStatistics> Parse(string text)
    {
        var links = new List<LinkStatistics>();
        foreach (string line in text.Split('\n'))
        {
            int colon = line.LastIndexOf(':');      // an alias may have one in its name
            if (colon < 0)
            {
                continue;   // the two lines of headings
            }

            long[] numbers = [.. line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0)];
            if (numbers.Length >= Counters)
            {
                links.Add(new LinkStatistics(
                    line[..colon].Trim(), numbers[0], numbers[1], numbers[2], numbers[3], numbers[8], numbers[9], numbers[10], numbers[11]));
            }
        }

        return links;
    }
}
