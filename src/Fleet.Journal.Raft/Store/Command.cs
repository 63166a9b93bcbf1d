using Fleet.Control.Journal;

namespace Fleet.Journal.Raft.Store;

/// <summary>What the log holds. Every member executes the same commands in the same order, so that all decide alike.</summary>
internal static class Command
{
    public const byte Nothing = 0, Open = 1, Append = 2, Delete = 3, SaveSnapshot = 4;

    /// <summary>Executed like the others, so that whoever waits for it has seen all that came before.</summary>
    public static ReadOnlyMemory<byte> DoNothing() => new ByteWriter().Byte(Nothing).Written;

    /// <param name="token">Of this one opening: said twice, it opens once.</param>
    public static ReadOnlyMemory<byte> OpenLog(string id, Guid token) => Begin(Open, id).Id(token).Written;

    public static ReadOnlyMemory<byte> AppendEvents(string id, long generation, IReadOnlyList<Stored> events)
    {
        var writer = Begin(Append, id, events.Sum(stored => stored.Payload.Length + 64)).Long(generation).Int(events.Count);
        foreach (var stored in events) Put(writer, stored);
        return writer.Written;
    }

    public static ReadOnlyMemory<byte> DeleteTo(string id, long generation, long sequence) =>
        Begin(Delete, id).Long(generation).Long(sequence).Written;

    public static ReadOnlyMemory<byte> Save(string id, long generation, Stored snapshot)
    {
        var writer = Begin(SaveSnapshot, id, snapshot.Payload.Length + 64).Long(generation);
        Put(writer, snapshot);
        return writer.Written;
    }

    public static Stored ReadStored(ByteReader reader, long writer) =>
        new(reader.Long(), string.Intern(reader.Text()), reader.Bytes()) { Writer = writer };

    private static void Put(ByteWriter writer, in Stored stored) =>
        writer.Long(stored.Sequence).Text(stored.Manifest).Bytes(stored.Payload.Span);

    private static ByteWriter Begin(byte kind, string id, int size = 0) => new ByteWriter(size + 64).Byte(kind).Text(id);
}
