using System.Globalization;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Storage;

/// <summary>
/// The log on disk: files of some megabytes, only ever written at their end. Each begins with the ballot, so that an earlier one can
/// go when a snapshot covers its entries. A write that failed is taken back and may be tried again.
/// </summary>
internal sealed class LogFiles : IDisposable
{
    public const string Prefix = "log-";

    private readonly IDisk _disk;
    private readonly int _fileBytes;
    private readonly List<(string Name, long LastIndex)> _full;
    private IDiskFile _file = null!;
    private string _name = "";
    private long _number;
    private long _safeLength;       // what is known to be on the disk of the current file
    private long _lastIndex;        // the highest index in the current file
    private Ballot _ballot;

    /// <param name="fileBytes">A file of this size is the last one no more.</param>
    public LogFiles(IDisk disk, RecoveredLog recovered, int fileBytes = 8 << 20)
    {
        (_disk, _fileBytes, _ballot) = (disk, fileBytes, recovered.Ballot);
        _full = [.. recovered.Files];
        _number = recovered.Files.Count == 0 ? 0 : NumberOf(recovered.Files[^1].Name);
        if (recovered.Files.Count > 0) Settle(recovered);
        if (recovered.Restart is { Index: > 0 } start) Restart(new DiskWrite { Restart = start });
        else Begin([]);
    }

    /// <summary>All of it is on the disk when this returns.</summary>
    /// <exception cref="IOException">Nothing of it counts as written; may be tried again.</exception>
    public void Write(IReadOnlyList<DiskWrite> writes)
    {
        if (_file.Length != _safeLength) _file.CutTo(_safeLength);
        var ballot = writes.LastOrDefault(write => write.Ballot is not null)?.Ballot ?? _ballot;
        var records = new ByteWriter(4096);
        foreach (var write in writes) Put(records, write);
        if (records.Length == 0) return;

        _file.Write(records.Written.Span);
        _file.Sync();
        (_safeLength, _ballot) = (_file.Length, ballot);
        foreach (var write in writes)
            if (write.Entries is [.., var last]) _lastIndex = Math.Max(_lastIndex, last.Index);
        if (_safeLength >= _fileBytes) TryBegin();
    }

    /// <summary>The log begins behind a snapshot: a new file says so, then all earlier ones go.</summary>
    public void Restart(DiskWrite write)
    {
        if (write.Ballot is { } ballot) _ballot = ballot;
        Begin([write with { Ballot = null }]);
        foreach (var (name, _) in _full) _disk.Delete(name);
        _full.Clear();
    }

    /// <summary>A snapshot covers the entries up to here.</summary>
    public void DropTo(long index)
    {
        if (_lastIndex > 0 && _lastIndex <= index) TryBegin();
        while (_full is [var (name, last), ..] && last <= index)
        {
            _disk.Delete(name);
            _full.RemoveAt(0);
        }
    }

    public void Dispose() => _file.Dispose();

    // A killed process leaves what the kernel had taken and not yet brought to the disk: it counts only once it is there.
    private void Settle(RecoveredLog recovered)
    {
        using var last = _disk.Open(recovered.Files[^1].Name);
        if (recovered.Torn > 0) last.CutTo(last.Length - recovered.Torn);
        last.Sync();
    }

    private void TryBegin()
    {
        try
        {
            Begin([]);
        }
        catch (IOException)
        {
            // The current file serves on; the next write tries again.
        }
    }

    private void Begin(IReadOnlyList<DiskWrite> writes)
    {
        string name = $"{Prefix}{_number + 1:D10}";
        var file = _disk.Open(name);
        try
        {
            file.CutTo(0);      // of an attempt that failed
            var records = new ByteWriter();
            Record.Put(records, _ballot);
            foreach (var write in writes) Put(records, write);
            file.Write(records.Written.Span);
            file.Sync();
            _disk.SyncFolder();
        }
        catch
        {
            file.Dispose();
            throw;
        }
        if (_name.Length > 0) _full.Add((_name, _lastIndex));
        _file?.Dispose();
        (_file, _name, _safeLength) = (file, name, file.Length);
        _number++;
        _lastIndex = writes.SelectMany(write => write.Entries).Select(entry => entry.Index).DefaultIfEmpty(0).Max();
    }

    private static void Put(ByteWriter records, DiskWrite write)
    {
        if (write.Ballot is { } ballot) Record.Put(records, ballot);
        if (write.Restart is { } start) Record.Put(records, start);
        foreach (var entry in write.Entries) Record.Put(records, entry);
    }

    internal static long NumberOf(string name) => long.Parse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);
}
