using System.Buffers.Binary;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Storage;

/// <summary>
/// What a log file is made of: length (4 bytes), checksum (4), body. A body is a ballot, an entry, or the start of the log behind a
/// snapshot. An entry with the index of an earlier one replaces that and all after it: nothing written is ever overwritten.
/// </summary>
internal abstract record Record
{
    private const int HeadBytes = 8;
    private const byte BallotKind = 1, EntryKind = 2, StartKind = 3;

    public sealed record OfBallot(Ballot Ballot) : Record;

    public sealed record OfEntry(Entry Entry) : Record;

    public sealed record OfStart(LogStart Start) : Record;

    public static void Put(ByteWriter to, Ballot ballot) => Frame(to, new ByteWriter(32).Byte(BallotKind).Long(ballot.Term).Int(ballot.Vote).Written.Span);

    public static void Put(ByteWriter to, LogStart start) => Frame(to, new ByteWriter(32).Byte(StartKind).Long(start.Index).Long(start.Term).Written.Span);

    public static void Put(ByteWriter to, in Entry entry) => Frame(to,
        new ByteWriter(entry.Command.Length + 32).Byte(EntryKind).Long(entry.Index).Long(entry.Term).Bytes(entry.Command.Span).Written.Span);

    /// <summary>The record at <paramref name="at"/>, and where the next one begins. Null: what is there was not written to its end.</summary>
    public static Record? Read(ReadOnlyMemory<byte> file, ref int at)
    {
        var rest = file[at..];
        if (rest.Length < HeadBytes) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (length <= 0 || length > rest.Length - HeadBytes) return null;
        var body = rest.Slice(HeadBytes, length);
        if (Checksum.Of(body.Span) != BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[4..])) return null;
        at += HeadBytes + length;
        var reader = new ByteReader(body);
        return reader.Byte() switch
        {
            BallotKind => new OfBallot(new Ballot(reader.Long(), reader.Int())),
            StartKind => new OfStart(new LogStart(reader.Long(), reader.Long())),
            EntryKind => new OfEntry(new Entry(reader.Long(), reader.Long(), reader.Bytes())),
            var kind => throw new InvalidDataException($"a record of kind {kind}, which this version of Fleet does not know"),
        };
    }

    private static void Frame(ByteWriter to, ReadOnlySpan<byte> body)
    {
        to.Int(body.Length).Int((int)Checksum.Of(body));
        to.Raw(body);
    }
}
