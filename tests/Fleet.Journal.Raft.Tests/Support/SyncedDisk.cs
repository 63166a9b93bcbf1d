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
    public IReadOnlyList<string> List() => disk.List();

    public long Length(string name) => disk.Length(name);

    public byte[] Read(string name, long offset, int count) => disk.Read(name, offset, count);

    public IDiskFile Open(string name) => new OpenFile(disk.Open(name), slow, forgets && name.StartsWith(LogFiles.Prefix, StringComparison.Ordinal));

    public void Rename(string name, string to) => disk.Rename(name, to);

    public void Delete(string name) => disk.Delete(name);

    public void SyncFolder() => disk.SyncFolder();

    private sealed class OpenFile(IDiskFile file, TimeSpan slow, bool forgets) : IDiskFile
    {
        private readonly List<byte[]> _unsynced = [];

        public long Length { get; private set; } = file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _unsynced.Add(bytes.ToArray());
            Length += bytes.Length;
        }

        public void CutTo(long length)
        {
            if (length != Length) Push();
            file.CutTo(length);
            Length = length;
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
            foreach (byte[] bytes in _unsynced) file.Write(bytes);
            _unsynced.Clear();
        }
    }
}
