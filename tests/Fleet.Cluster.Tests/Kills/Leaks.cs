using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>What there is of containers on the machine, compared with what the agent lists.</summary>
internal sealed class Leaks(OneAgent agent)
{
    private readonly HashSet<string> _known = [];

    /// <summary>
    /// Every folder, snapshot and record is a listed container's; a shim runs for those that run and for no other; of one that was
    /// listed once and is no more, no control group is left.
    /// </summary>
    public void None()
    {
        var listed = agent.Cli.Json("ps", "-a").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("id").GetString()!, entry => entry.GetProperty("state").GetString());
        _known.UnionWith(listed.Keys);
        string[] ids = [.. listed.Keys.Order(StringComparer.Ordinal)];
        string[] running = [.. listed.Where(one => one.Value is "running" or "paused" or "created").Select(one => one.Key).Order(StringComparer.Ordinal)];
        foreach (string folder in (string[])["state/containers", "state/images/snapshots", "state/allocations"])
            Until.Holds(() => string.Join(' ', In(folder)), seen => seen == string.Join(' ', ids), $"{folder} holds {string.Join(' ', ids)}", seconds: 20);
        Until.Holds(() => string.Join(' ', Shims().Select(shim => shim.Id).Order(StringComparer.Ordinal)), seen => seen == string.Join(' ', running), $"shims run for {string.Join(' ', running)}", seconds: 20);
        Until.Holds(() => string.Join(' ', Groups().Where(id => _known.Contains(id) && !running.Contains(id))), seen => seen.Length == 0, "no group of an ended container is left", seconds: 20);
    }

    /// <summary>The shims of this agent's containers, by the folder that is their argument.</summary>
    public IEnumerable<(int Pid, string Id)> Shims()
    {
        string place = Path.Combine(agent.Root, "state/containers") + "/";
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string[] words = Read(folder + "/cmdline").Split('\0');
            if (words.Length < 2 || !words[1].StartsWith(place, StringComparison.Ordinal) || !words[0].Contains("fleet-shim", StringComparison.Ordinal)) continue;
            string id = words[1][place.Length..].TrimEnd('/');
            // The first process of a container that waits for its start is still the shim's program, but sits in the container's group.
            if (!Read(folder + "/cgroup").Contains(id, StringComparison.Ordinal)) yield return (int.Parse(Path.GetFileName(folder), null), id);
        }
    }

    private IEnumerable<string> In(string folder) => Directory.EnumerateFileSystemEntries(Path.Combine(agent.Root, folder))
        .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Groups() => Directory.EnumerateDirectories("/sys/fs/cgroup")
        .Select(hierarchy => Path.Combine(hierarchy, "fleet/local")).Append("/sys/fs/cgroup/fleet/local").Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path)!).Distinct();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";      // it ended meanwhile
        }
    }
}
