using Fleet.Containers.Looking;
using Fleet.Node.Allocations;

namespace Fleet.Node.Local;

/// <summary>Finds whose a joined namespace is: the kernel gives both the same number.</summary>
internal static class Joining
{
    /// <returns>The kind (<c>net</c>) to the name of the container for which the namespace was made.</returns>
    public static IReadOnlyDictionary<string, string> From(ContainerEntry entry, ContainerFacts facts, ContainerTable table)
    {
        var joined = facts.Namespaces.Where(space => space is { Origin: NamespaceOrigin.Joined, Inode: not null }).ToDictionary(space => space.Inode!.Value, space => space.Type.Name);
        var owners = new Dictionary<string, string>();
        if (joined.Count == 0) return owners;
        foreach (var other in table.All.Where(other => other.IsRunning && other.Id != entry.Id))
        {
            foreach (var space in other.Running?.Look().Namespaces ?? [])
            {
                if (space is { Origin: NamespaceOrigin.New, Inode: { } inode } && joined.TryGetValue(inode, out string? kind)) owners[kind] = other.Name;
            }
        }
        return owners;
    }
}
