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
    private const int RememberGone = 256;

    private readonly Lock _gate = new();    // for names: looking and taking must be one step
    private readonly LinkedList<(string Id, string Name, ContainerExit Exit)> _gone = [];
    private readonly ConcurrentDictionary<AllocationId, ContainerEntry> _entries = new();

    /// <summary>Called on any thread after an entry was put or removed; null: nobody listens.</summary>
    public Action<AllocationId>? Changed { get; set; }

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
            else if (record.Spec.UserNamespace == UserNamespaceMode.Single)
            {
                uint uid = record.Spec.UserNamespaceUid;
                record = record with { UserRange = ranges.Single(uid), GroupRange = new IdRange(HostUsers.GroupOf(uid, NodeFiles.Read("/etc/passwd")), 1) };
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

    /// <summary>Gives a local user's container another name.</summary>
    /// <exception cref="EngineException">Conflict: it is another's, or its own already.</exception>
    public AllocationRecord Rename(AllocationRecord record, string name)
    {
        lock (_gate)
        {
            if (_entries.Values.FirstOrDefault(entry => entry.Name == name) is { } owner)
            {
                throw new EngineException(EngineError.Conflict, owner.Record.Id == record.Id ? $"container {name} has this name already"
                    : $"the name {name} is taken by container {owner.Id}: choose another, or rename that one first");
            }
            var renamed = record with { Name = name };
            if (_entries.TryGetValue(record.Id, out var entry)) _entries[record.Id] = entry with { Record = renamed };
            return renamed;
        }
    }

    public void Put(ContainerEntry entry)
    {
        _entries[entry.Record.Id] = entry;
        Changed?.Invoke(entry.Record.Id);
    }

    /// <summary>How one ended is remembered a while: who waits for a container that removes itself may come too late.</summary>
    public void Remove(AllocationId id, ContainerExit? exit = null)
    {
        if (!_entries.TryRemove(id, out var entry)) return;
        Changed?.Invoke(id);
        if (exit is null) return;
        lock (_gate)
        {
            _gone.AddFirst((entry.Id, entry.Name, exit));
            if (_gone.Count > RememberGone) _gone.RemoveLast();
        }
    }

    /// <summary>By whole id or name; null when it is not remembered.</summary>
    public ContainerExit? ExitOfGone(string name)
    {
        lock (_gate)
        {
            return _gone.FirstOrDefault(gone => gone.Id == name || gone.Name == name).Exit;
        }
    }
}
