using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>
/// A disk that keeps after a power cut only what was synchronised, and of the rest some torn beginning at most. Names that were made,
/// changed or removed are kept only if the folder was synchronised.
/// </summary>
internal sealed class MemoryDisk : IDisk
{
    private sealed class Contents
    {
        public byte[] Now = [], Safe = [];
    }

    private Dictionary<string, Contents> _names = [];
    private Dictionary<string, Contents> _safeNames = [];

    /// <summary>Syncs that do nothing, as a program without them would have it.</summary>
    public bool ForgetsToSync { get; init; }

    /// <summary>Bytes after which writes fail as on a full disk.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public int Syncs { get; private set; }

    public void CutPower(Random random)
    {
        _names = new(_safeNames);
        foreach (var file in _names.Values)
        {
            // Part of what followed may have reached the disk, and its end may be rubbish.
            byte[] torn = file.Now.Length > file.Safe.Length && file.Now.AsSpan(0, file.Safe.Length).SequenceEqual(file.Safe)
                ? file.Now[..random.Next(file.Safe.Length, file.Now.Length + 1)] : file.Safe;
            if (torn.Length > file.Safe.Length && random.Next(2) == 0) (torn = [.. torn])[^1] ^= 0x55;
            file.Now = file.Safe = torn;
        }
    }

    public IReadOnlyList<string> List() => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public long Length(string name) => _names[name].Now.Length;

    public byte[] Read(string name, long offset, int count) =>
        _names[name].Now.AsSpan((int)offset, (int)Math.Min(count, _names[name].Now.Length - offset)).ToArray();

    public IDiskFile Open(string name)
    {
        if (!_names.TryGetValue(name, out var file)) _names[name] = file = new Contents();
        return new OpenFile(this, file);
    }

    public void Rename(string name, string to)
    {
        _names[to] = _names[name];
        _names.Remove(name);
    }

    public void Delete(string name) => _names.Remove(name);

    public void SyncFolder()
    {
        Syncs++;
        if (!ForgetsToSync) _safeNames = new(_names);
    }

    private sealed class OpenFile(MemoryDisk disk, Contents file) : IDiskFile
    {
        public long Length => file.Now.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            long room = disk.Capacity - disk._names.Values.Sum(other => other.Now.Length);
            if (bytes.Length <= room)
            {
                file.Now = [.. file.Now, .. bytes];
                return;
            }
            file.Now = [.. file.Now, .. bytes[..(int)Math.Max(0, room)]];
            throw new IOException("No space left on device", 28);
        }

        public void CutTo(long length) => file.Now = file.Now[..(int)length];

        public void Sync()
        {
            disk.Syncs++;
            if (!disk.ForgetsToSync) file.Safe = file.Now;
        }

        public void Dispose()
        {
        }
    }
}
