using System.Buffers.Binary;
using System.Globalization;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Storage;

/// <summary>
/// Snapshots on disk, one file each: what the store held after some entry, behind a name and before a checksum. A file gets its name
/// only when all of it is on the disk.
/// </summary>
internal sealed class SnapshotFiles(IDisk disk) : ISnapshotSource
{
    public const string Prefix = "snapshot-";
    private const string Own = "new-snapshot";
    private const string Received = "received-snapshot";
    private const long Magic = 0x3130504e53544c46;     // "FLTSNP01"
    private const int TailBytes = 4;

    /// <summary>0 where there is none.</summary>
    public LogStart Current { get; private set; }

    /// <summary>The newest, and the store that it holds.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public EventStore Load()
    {
        foreach (string rest in (string[])[Own, Received]) disk.Delete(rest);
        var newest = All().DefaultIfEmpty().MaxBy(start => start.Index);
        if (newest.Index == 0) return new EventStore();
        var store = Check(NameOf(newest));
        Use(newest);
        return store;
    }

    /// <summary>Writes one; <see cref="Use"/> makes it the current one.</summary>
    public void Save(LogStart at, IReadOnlyList<KeyValuePair<string, EventStream>> streams)
    {
        using (var file = disk.Open(Own))
        {
            file.CutTo(0);
            uint checksum = Checksum.Seed;
            void Write(ReadOnlyMemory<byte> block)
            {
                checksum = Checksum.Add(checksum, block.Span);
                file.Write(block.Span);
            }
            Write(new ByteWriter().Long(Magic).Long(at.Index).Long(at.Term).Written);
            SnapshotForm.Write(streams, Write);
            file.Write(new ByteWriter().Int((int)checksum).Written.Span);
            file.Sync();
        }
        Name(Own, at);
    }

    /// <summary>Takes a piece of a leader's. With the last one the store is returned, and the snapshot is on the disk.</summary>
    /// <returns>How much is there now; -1 where the piece does not follow, and counts for nothing.</returns>
    /// <exception cref="InvalidDataException">What came is damaged.</exception>
    public (long Length, EventStore? Store) Take(SnapshotPiece piece)
    {
        long length;
        using (var file = disk.Open(Received))
        {
            if (piece.Offset == 0) file.CutTo(0);
            if (piece.Offset != file.Length) return (-1, null);
            file.Write(piece.Bytes.Span);
            length = file.Length;
            if (piece.Last) file.Sync();
        }
        if (!piece.Last) return (length, null);
        var store = Check(Received);
        Name(Received, piece.Snapshot);
        return (length, store);
    }

    public void Use(LogStart snapshot)
    {
        Current = snapshot;
        foreach (var other in All().Where(start => start != snapshot)) disk.Delete(NameOf(other));
    }

    public (ReadOnlyMemory<byte> Bytes, bool Last) Read(long offset, int max)
    {
        string name = NameOf(Current);
        byte[] bytes = disk.Read(name, offset, max);
        return (bytes, offset + bytes.Length >= disk.Length(name));
    }

    private EventStore Check(string name)
    {
        ReadOnlyMemory<byte> bytes = disk.Read(name, 0, int.MaxValue);
        if (bytes.Length < TailBytes + 24) throw new InvalidDataException($"{name} is damaged: too short");
        var body = bytes[..^TailBytes];
        if (Checksum.Add(Checksum.Seed, body.Span) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[^TailBytes..]))
            throw new InvalidDataException($"{name} is damaged: its checksum is wrong");
        if (BinaryPrimitives.ReadInt64LittleEndian(body.Span) != Magic)
            throw new InvalidDataException($"{name} was written by another version of Fleet: start that one");
        return SnapshotForm.Read(body[24..]);
    }

    private void Name(string name, LogStart at)
    {
        disk.Rename(name, NameOf(at));
        disk.SyncFolder();
    }

    private IEnumerable<LogStart> All() => disk.List().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
    {
        string[] parts = name[Prefix.Length..].Split('-');
        return new LogStart(long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    });

    private static string NameOf(LogStart start) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{start.Index:D20}-{start.Term:D20}");
}
