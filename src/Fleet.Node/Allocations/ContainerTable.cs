using System.Collections.Concurrent;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Naming;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

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

    /// <summary>
    /// Takes a new container in: a local user's under its name (empty: one is made up), and each with user ids of its own
    /// where it wants them.
    /// </summary>
    /// <exception cref="EngineException">Conflict: the name is taken. Unavailable: no user ids are left.</exception>
    public AllocationRecord Add(AllocationRecord record, UserRanges ranges)
    {
        lock (_gate)
        {
            if (record.Assignment is null) record = Named(record);
            if (record.Spec.UserNamespace == UserNamespaceMode.Private)
            {
                record = record with { UserRange = ranges.Next(_entries.Values.Select(entry => entry.Record.UserRange).OfType<IdRange>()) };
            }
            _entries[record.Id] = new ContainerEntry(record, new(), null, null);
            return record;
        }
    }

    private AllocationRecord Named(AllocationRecord record)
    {
        var names = _entries.Values.ToLookup(entry => entry.Name);
        if (record.Name.Length == 0) return record with { Name = ContainerNames.MakeUp(Random.Shared, names.Contains) };
        return names[record.Name].FirstOrDefault() is not { } owner ? record
            : throw new EngineException(EngineError.Conflict,
                $"the name {record.Name} is taken by container {owner.Id}: remove that ('fleet rm {owner.Name}') or choose another name");
    }

    public void Put(ContainerEntry entry) => _entries[entry.Record.Id] = entry;

    public void Remove(AllocationId id) => _entries.TryRemove(id, out _);
}
