using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Naming;

/// <summary>Which container a user means: its id, its name, or a unique prefix of either.</summary>
internal static class NameLookup
{
    private const int ShowAtMost = 5;

    /// <exception cref="EngineException">NotFound; Ambiguous, naming some of them.</exception>
    public static ContainerEntry Find(IReadOnlyCollection<ContainerEntry> containers, string name)
    {
        if (name.Length == 0) throw new EngineException(EngineError.Invalid, "the name of a container is empty");
        bool Is(string text) => string.Equals(text, name, StringComparison.Ordinal);
        bool Starts(string text) => text.StartsWith(name, StringComparison.Ordinal);

        var found = Newest(containers.Where(entry => Is(entry.Id)));
        if (found.Count == 0) found = Newest(containers.Where(entry => Is(entry.Name)));
        if (found.Count == 0) found = Newest(containers.Where(entry => Starts(entry.Id) || Starts(entry.Name)));
        return found.Count switch
        {
            1 => found[0],
            0 => throw new EngineException(EngineError.NotFound, $"no such container: {name} ('fleet ps -a' lists those of this node)"),
            _ => throw new EngineException(EngineError.Ambiguous, $"'{name}' may mean {Some(found)}: write more of the name or id"),
        };
    }

    // Attempts at one replica share its name; it stands for the one that lives, or the last that did.
    private static List<ContainerEntry> Newest(IEnumerable<ContainerEntry> entries) =>
        [.. entries.GroupBy(entry => entry.Name).Select(same => same.MaxBy(entry => (!entry.HasEnded, entry.Record.CreatedAt))!)];

    private static string Some(List<ContainerEntry> entries) =>
        string.Join(", ", entries.Take(ShowAtMost).Select(entry => $"{entry.Name} ({entry.Id})"))
        + (entries.Count > ShowAtMost ? $" and {entries.Count - ShowAtMost} more" : "");
}
