using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft.Tests.Support;

/// <summary>
/// A folder that gets what was written only when it is synchronised: until then it is in this process, and gone with it. So killing the
/// process is cutting the power, and an acknowledgement before its synchronisation shows.
/// </summary>
/// <param name="slow">Each synchronisation takes so long.</param>
/// <param name="forgets">Synchronisations of the log do nothing: what a program without them would leave.</param>
internal sealed class SyncedDisk(IDisk disk, TimeSpan slow = default, bool forgets = false) : IDisk
{
    private readonly Dictionary<string, List<byte[]>> _unsynced = [];

    public IReadOnlyList<string> List() => disk.List();

    public long Length(string name) => disk.Length(name);

    public byte[] Read(string name, long offset, int count) => disk.Read(name, offset, count);

    public IDiskFile Open(string name)
    {
        lock (_unsynced)
        {
            if (!_unsynced.TryGetValue(name, out var bytes)) _unsynced[name] = bytes = [];
            return new OpenFile(disk.Open(name), bytes, slow, forgets && name.StartsWith(LogFiles.Prefix, StringComparison.Ordinal));
        }
    }

    public void Rename(string name, string to)
    {
        disk.Rename(name, to);
        lock (_unsynced) _unsynced.Remove(name);
    }

    public void Delete(string name)
    {
        disk.Delete(name);
        lock (_unsynced) _unsynced.Remove(name);
    }

    public void SyncFolder() => disk.SyncFolder();

    private sealed class OpenFile(IDiskFile file, List<byte[]> unsynced, TimeSpan slow, bool forgets) : IDiskFile
    {
        public long Length => file.Length + unsynced.Sum(bytes => (long)bytes.Length);

        public void Write(ReadOnlySpan<byte> bytes) => unsynced.Add(bytes.ToArray());

        public void CutTo(long length)
        {
            if (length != Length) Push();
            file.CutTo(length);
        }

        public void Sync()
        {
            if (slow > TimeSpan.Zero) Thread.Sleep(slow);
            if (forgets) return;
            Push();
            file.Sync();
        }

        public void Dispose() => file.Dispose();

        private void Push()
        {
            foreach (byte[] bytes in unsynced) file.Write(bytes);
            unsynced.Clear();
        }
    }
}
