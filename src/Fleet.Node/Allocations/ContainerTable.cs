using System.Collections.Concurrent;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Naming;

namespace Fleet.Node.Allocations;

/// <summary>
/// All containers of the node as their actors last described them. Each entry is written by its actor alone and replaced whole;
/// readers on any thread need ask no actor.
/// </summary>
internal sealed class ContainerTable
{
    private readonly Lock _gate = new();    // for names: looking and taking must be one step
    private readonly ConcurrentDictionary<AllocationId, ContainerEntry> _entries = new();

    public IReadOnlyCollection<ContainerEntry> All => [.. _entries.Values];

    public ContainerEntry? Get(AllocationId id) => _entries.GetValueOrDefault(id);

    /// <inheritdoc cref="NameLookup.Find"/>
    public ContainerEntry Find(string name) => NameLookup.Find(All, name);

    /// <summary>Takes a local user's container in under its name, or a made-up one.</summary>
    /// <exception cref="EngineException">Conflict: the name is taken.</exception>
    public ContainerEntry AddLocal(ContainerEntry entry, Random random)
    {
        lock (_gate)
        {
            var names = _entries.Values.ToLookup(other => other.Name);
            if (entry.Name.Length == 0)
            {
                entry = entry with { Record = entry.Record with { Name = ContainerNames.MakeUp(random, names.Contains) } };
            }
            else if (names[entry.Name].FirstOrDefault() is { } owner)
            {
                throw new EngineException(EngineError.Conflict,
                    $"the name {entry.Name} is taken by container {owner.Id}: remove that ('fleet rm {owner.Name}') or choose another name");
            }
            _entries[entry.Record.Id] = entry;
            return entry;
        }
    }

    public void Put(ContainerEntry entry) => _entries[entry.Record.Id] = entry;

    public void Remove(AllocationId id) => _entries.TryRemove(id, out _);
}
