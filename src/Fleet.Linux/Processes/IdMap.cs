using System.Globalization;

namespace Fleet.Linux.Processes;

/// <summary>A line of <c>/proc/PID/uid_map</c> or <c>gid_map</c> (user_namespaces(7)): <paramref name="Count"/> ids from <paramref name="Inside"/> on are those from <paramref name="Outside"/> on.</summary>
public readonly record struct IdMap(uint Inside, uint Outside, uint Count)
{
    public static IReadOnlyList<IdMap> Parse(string? text)
    {
        var maps = new List<IdMap>();
        foreach (string line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            uint[] numbers = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => uint.Parse(word, CultureInfo.InvariantCulture))];
            maps.Add(new IdMap(numbers[0], numbers[1], numbers[2]));
        }

        return maps;
    }
}
