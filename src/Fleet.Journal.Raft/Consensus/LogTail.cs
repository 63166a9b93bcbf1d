namespace Fleet.Journal.Raft.Consensus;

/// <summary>The entries after the snapshot, in memory. What a cut or a replacement removes is given back to the collector.</summary>
internal sealed class LogTail(LogStart start, IEnumerable<Entry> entries)
{
    private readonly List<Entry> _entries = [.. entries];

    public LogStart Start { get; private set; } = start;

    public long LastIndex => Start.Index + _entries.Count;

    public long LastTerm => _entries.Count > 0 ? _entries[^1].Term : Start.Term;

    public Entry this[long index] => _entries[(int)(index - Start.Index - 1)];

    /// <summary>-1 where the entry is not known: cut off, or not there yet.</summary>
    public long TermAt(long index) =>
        index == Start.Index ? Start.Term : index > Start.Index && index <= LastIndex ? this[index].Term : -1;

    public void Add(in Entry entry) => _entries.Add(entry);

    /// <summary>Removes this entry and all after it.</summary>
    public void RemoveFrom(long index) => _entries.RemoveRange((int)(index - Start.Index - 1), (int)(LastIndex - index + 1));

    /// <summary>Entries from here on, as many as fit, at least one.</summary>
    public List<Entry> Take(long from, int maxBytes)
    {
        var taken = new List<Entry>();
        for (long index = from, bytes = 0; index <= LastIndex; index++)
        {
            var entry = this[index];
            bytes += entry.Command.Length;
            if (taken.Count > 0 && bytes > maxBytes) break;
            taken.Add(entry);
        }
        return taken;
    }

    /// <summary>Drops the entries up to here, which a snapshot covers.</summary>
    public void CutTo(LogStart start)
    {
        _entries.RemoveRange(0, (int)(start.Index - Start.Index));
        Start = start;
    }

    /// <summary>Begins anew behind a snapshot that came from elsewhere; entries after it stay only if they follow it.</summary>
    public void StartAt(LogStart start)
    {
        if (TermAt(start.Index) == start.Term) CutTo(start);
        else
        {
            _entries.Clear();
            Start = start;
        }
    }
}
