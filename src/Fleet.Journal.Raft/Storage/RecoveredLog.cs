using Fleet.Journal.Raft.Consensus;

namespace Fleet.Journal.Raft.Storage;

/// <summary>What the log files of an earlier process hold.</summary>
internal sealed class RecoveredLog
{
    private readonly List<Entry> _entries = [];
    private readonly List<(string Name, long LastIndex)> _files = [];
    private long _follows = -1;     // the entry that the log began behind, where a record says so

    private RecoveredLog()
    {
    }

    public Ballot Ballot { get; private set; } = Ballot.None;

    public IReadOnlyList<(string Name, long LastIndex)> Files => _files;

    /// <summary>Bytes at the end of the last file that a killed process had not written to their end, and never vouched for.</summary>
    public long Torn { get; private set; }

    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static RecoveredLog Read(IDisk disk)
    {
        var log = new RecoveredLog();
        var names = disk.List().Where(name => name.StartsWith(LogFiles.Prefix, StringComparison.Ordinal)).OrderBy(LogFiles.NumberOf).ToList();
        foreach (string name in names) log.ReadFile(disk, name, isLast: name == names[^1]);
        return log;
    }

    /// <summary>What the files hold is of no use: the log begins behind this snapshot, and the files must say so.</summary>
    public LogStart? Restart { get; private set; }

    /// <summary>The entries behind the newest snapshot.</summary>
    /// <exception cref="InvalidDataException">The log begins later than the snapshot ends.</exception>
    public LogTail Behind(LogStart snapshot)
    {
        // A snapshot may hold what others had on disk before this member's log did.
        if (_entries.Count == 0 || _entries[^1].Index < snapshot.Index) return Anew(snapshot);
        long first = _entries[0].Index;
        if (first > snapshot.Index + 1) throw new InvalidDataException($"the log begins with entry {first}, and the newest snapshot ends at {snapshot.Index}");
        // A snapshot came from a leader, and what stood in its place here was of another term: so was all that followed.
        bool agrees = first == snapshot.Index + 1 || _entries[(int)(snapshot.Index - first)].Term == snapshot.Term;
        return agrees ? new LogTail(snapshot, _entries.Where(entry => entry.Index > snapshot.Index)) : Anew(snapshot);
    }

    private LogTail Anew(LogStart snapshot)
    {
        Restart = snapshot;
        return new LogTail(snapshot, []);
    }

    private void ReadFile(IDisk disk, string name, bool isLast)
    {
        ReadOnlyMemory<byte> file = disk.Read(name, 0, int.MaxValue);
        long highest = 0;
        for (int at = 0; at < file.Length;)
        {
            switch (Record.Read(file, ref at))
            {
                case Record.OfBallot record: Ballot = record.Ballot; break;
                case Record.OfStart record: Begin(record.Start); break;
                case Record.OfEntry record:
                    Put(name, record.Entry);
                    highest = Math.Max(highest, record.Entry.Index);
                    break;
                case null when isLast:
                    Torn = file.Length - at;
                    at = file.Length;
                    break;
                case null: throw new InvalidDataException($"{name} is damaged at byte {at}");
            }
        }
        _files.Add((name, highest));
    }

    private void Begin(LogStart start)
    {
        _entries.Clear();
        _follows = start.Index;
    }

    private void Put(string name, in Entry entry)
    {
        long next = _entries.Count > 0 ? _entries[^1].Index + 1 : _follows >= 0 ? _follows + 1 : entry.Index;
        if (entry.Index > next) throw new InvalidDataException($"{name} goes on with entry {entry.Index}, and {next} is missing");
        int kept = _entries.Count == 0 ? 0 : (int)Math.Clamp(entry.Index - _entries[0].Index, 0, _entries.Count);
        _entries.RemoveRange(kept, _entries.Count - kept);
        _entries.Add(entry);
    }
}
