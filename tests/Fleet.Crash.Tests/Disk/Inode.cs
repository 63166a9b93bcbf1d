namespace Fleet.Crash.Tests.Disk;

/// <summary>A file, folder or symbolic link: what is on the disk for good, and what was done to it since.</summary>
internal abstract class Inode(int id)
{
    /// <summary>Counted from the first one made.</summary>
    public int Id { get; } = id;

    /// <summary>How many changes wait for an fsync.</summary>
    public abstract int Pending { get; }

    /// <summary>fsync(2): the changes up to a number are on the disk for good.</summary>
    /// <param name="upTo">The number of the last change that was complete when the call began.</param>
    public abstract void Sync(long upTo);
}

/// <summary>A symbolic link is made whole and never changed.</summary>
internal sealed class LinkInode(int id, string target) : Inode(id)
{
    public string Target => target;

    public override int Pending => 0;

    public override void Sync(long upTo)
    {
    }
}

/// <summary>The names in a folder. What one call does to one folder is done as a whole or not at all.</summary>
internal sealed class FolderInode(int id) : Inode(id)
{
    private readonly List<(long Number, (string Name, Inode? To)[] Change)> _pending = [];
    private readonly Dictionary<string, Inode> _durable = new(StringComparer.Ordinal);

    /// <summary>As a running process sees it.</summary>
    public Dictionary<string, Inode> Names { get; } = new(StringComparer.Ordinal);

    public override int Pending => _pending.Count;

    /// <param name="number">Of this change, higher than all before.</param>
    /// <param name="change">Names and what they stand for; null: no longer anything.</param>
    public void Change(long number, params (string Name, Inode? To)[] change)
    {
        _pending.Add((number, change));
        Apply(Names, change);
    }

    public override void Sync(long upTo)
    {
        int count = _pending.TakeWhile(change => change.Number <= upTo).Count();
        foreach (var (_, change) in _pending[..count]) Apply(_durable, change);
        _pending.RemoveRange(0, count);
    }

    /// <summary>What is there after a crash that let the first <paramref name="count"/> of the pending changes reach the disk.</summary>
    public IReadOnlyDictionary<string, Inode> After(int count)
    {
        if (count == _pending.Count) return Names;
        var names = new Dictionary<string, Inode>(_durable, StringComparer.Ordinal);
        foreach (var (_, change) in _pending[..count]) Apply(names, change);
        return names;
    }

    private static void Apply(Dictionary<string, Inode> names, (string Name, Inode? To)[] change)
    {
        foreach (var (name, to) in change)
        {
            if (to is null) names.Remove(name);
            else names[name] = to;
        }
    }
}
