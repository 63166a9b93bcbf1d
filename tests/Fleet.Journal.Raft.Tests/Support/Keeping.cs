using System.Collections.Concurrent;
using Fleet.Journal.Raft.Storage;

namespace Fleet.Journal.Raft.Tests.Support;

/// <summary>Watches members' disks: which events have been written and then synchronised.</summary>
internal sealed class Keeping : IDisposable
{
    private readonly ConcurrentDictionary<(int Member, long Sequence), bool> _synced = [];

    public Func<IDisk, IDisk> Wrap(int member, bool forgets) => disk => new Watched(disk, this, member, forgets);

    public bool HasSynced(int member, long sequence) => _synced.ContainsKey((member, sequence));

    public void Dispose() => _synced.Clear();

    private sealed class Watched(IDisk disk, Keeping keeping, int member, bool forgets) : IDisk
    {
        public IReadOnlyList<string> List() => disk.List();

        public long Length(string name) => disk.Length(name);

        public byte[] Read(string name, long offset, int count) => disk.Read(name, offset, count);

        public IDiskFile Open(string name) => new OpenFile(disk.Open(name), keeping, member, forgets);

        public void Rename(string name, string to) => disk.Rename(name, to);

        public void Delete(string name) => disk.Delete(name);

        public void SyncFolder() => disk.SyncFolder();
    }

    private sealed class OpenFile(IDiskFile file, Keeping keeping, int member, bool forgets) : IDiskFile
    {
        private readonly List<byte[]> _unsynced = [];

        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _unsynced.Add(bytes.ToArray());
            file.Write(bytes);
        }

        public void CutTo(long length) => file.CutTo(length);

        public void Sync()
        {
            if (forgets) return;
            file.Sync();
            foreach (byte[] bytes in _unsynced)
                for (long sequence = 1; sequence <= 20; sequence++)
                    if (bytes.AsSpan().IndexOf([.. BitConverter.GetBytes(sequence), .. new byte[1000]]) >= 0) keeping._synced[(member, sequence)] = true;
            _unsynced.Clear();
        }

        public void Dispose() => file.Dispose();
    }
}
