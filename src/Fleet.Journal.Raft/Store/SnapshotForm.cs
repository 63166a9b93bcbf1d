using Fleet.Control.Journal;

namespace Fleet.Journal.Raft.Store;

/// <summary>How an <see cref="EventStore"/> is written into a snapshot: block after block, so that no copy of the whole is made.</summary>
internal static class SnapshotForm
{
    private const int BlockBytes = 256 << 10;

    /// <param name="write">Takes one block after the other; a block is not touched again.</param>
    public static void Write(IReadOnlyList<KeyValuePair<string, EventStream>> streams, Action<ReadOnlyMemory<byte>> write)
    {
        var block = new ByteWriter(BlockBytes).Int(streams.Count);
        foreach (var (id, stream) in streams)
        {
            block.Text(id).Long(stream.Generation).Id(stream.Token).Long(stream.Highest).Flag(stream.Snapshot is not null);
            if (stream.Snapshot is { } snapshot) Put(block, snapshot);
            block.Int(stream.Events.Count);
            foreach (var stored in stream.Events)
            {
                Put(block, stored);
                if (block.Length < BlockBytes) continue;
                write(block.Written);
                block = new ByteWriter(BlockBytes);
            }
        }
        write(block.Written);
    }

    /// <exception cref="InvalidDataException">There is less than was promised.</exception>
    public static EventStore Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var streams = new Dictionary<string, EventStream>();
        for (int count = reader.Int(); count > 0; count--)
        {
            string id = reader.Text();
            var (generation, token, highest) = (reader.Long(), reader.Id(), reader.Long());
            Stored? snapshot = reader.Flag() ? Take(reader) : null;
            var events = new Stored[reader.Int()];
            for (int i = 0; i < events.Length; i++) events[i] = Take(reader);
            streams[id] = EventStream.Of(generation, token, highest, snapshot, events);
        }
        return new EventStore(streams);
    }

    private static void Put(ByteWriter writer, in Stored stored) =>
        writer.Long(stored.Writer).Long(stored.Sequence).Text(stored.Manifest).Bytes(stored.Payload.Span);

    private static Stored Take(ByteReader reader)
    {
        long writer = reader.Long();
        return Command.ReadStored(reader, writer);
    }
}
