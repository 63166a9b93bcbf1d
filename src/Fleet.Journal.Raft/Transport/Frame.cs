using System.Collections.Immutable;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Transport;

/// <summary>What goes over a connection between two members, once each knows the other.</summary>
internal abstract record Frame
{
    public sealed record OfConsensus(Message Message) : Frame;

    /// <summary>A command for the leader; who holds the scheduler need not be that.</summary>
    public sealed record Request(long Id, ReadOnlyMemory<byte> Command) : Frame;

    public sealed record Answer(long Id, Verdict Verdict) : Frame;

    /// <summary>A new folder asks who is there.</summary>
    public sealed record Probe : Frame;

    public sealed record OfStanding(Standing Standing) : Frame;
}

/// <summary>Frames as bytes.</summary>
internal static class FrameForm
{
    public static ReadOnlyMemory<byte> Write(Frame frame) => frame switch
    {
        Frame.OfConsensus { Message: VoteRequest m } => To(1, m).Long(m.LastIndex).Long(m.LastTerm).Flag(m.Trial).Written,
        Frame.OfConsensus { Message: VoteReply m } => To(2, m).Long(m.Asked).Flag(m.Granted).Flag(m.Trial).Written,
        Frame.OfConsensus { Message: Append m } => WriteAppend(m),
        Frame.OfConsensus { Message: AppendAccepted m } => To(4, m).Long(m.Match).Long(m.Received).Flag(m.Answers).Written,
        Frame.OfConsensus { Message: AppendRefused m } => To(5, m).Long(m.PreviousIndex).Long(m.Hint).Written,
        Frame.OfConsensus { Message: SnapshotPiece m } =>
            To(6, m, m.Bytes.Length).Long(m.Snapshot.Index).Long(m.Snapshot.Term).Long(m.Offset).Flag(m.Last).Bytes(m.Bytes.Span).Written,
        Frame.OfConsensus { Message: SnapshotProgress m } =>
            To(7, m).Long(m.Snapshot.Index).Long(m.Snapshot.Term).Long(m.Offset).Flag(m.Installed).Written,
        Frame.Request f => new ByteWriter(f.Command.Length + 16).Byte(20).Long(f.Id).Bytes(f.Command.Span).Written,
        Frame.Answer { Verdict: var v } f =>
            new ByteWriter().Byte(21).Long(f.Id).Byte((byte)v.Ruling).Long(v.Value).Long(v.Highest).Long(v.Index).Long(v.Term).Written,
        Frame.Probe => new ByteWriter(1).Byte(30).Written,
        Frame.OfStanding { Standing: var s } => WriteStanding(s),
        _ => throw new ArgumentException($"{frame.GetType()} has no form", nameof(frame)),
    };

    /// <exception cref="InvalidDataException">No frame of this version.</exception>
    public static Frame Read(ReadOnlyMemory<byte> bytes)
    {
        var r = new ByteReader(bytes);
        return r.Byte() switch
        {
            1 => new Frame.OfConsensus(new VoteRequest(r.Long(), r.Long(), r.Long(), r.Flag())),
            2 => new Frame.OfConsensus(new VoteReply(r.Long(), r.Long(), r.Flag(), r.Flag())),
            3 => new Frame.OfConsensus(new Append(r.Long(), r.Long(), r.Long(), ReadEntries(r), r.Long())),
            4 => new Frame.OfConsensus(new AppendAccepted(r.Long(), r.Long(), r.Long(), r.Flag())),
            5 => new Frame.OfConsensus(new AppendRefused(r.Long(), r.Long(), r.Long())),
            6 => ReadPiece(r),
            7 => new Frame.OfConsensus(new SnapshotProgress(r.Long(), new LogStart(r.Long(), r.Long()), r.Long(), r.Flag())),
            20 => new Frame.Request(r.Long(), r.Bytes()),
            21 => new Frame.Answer(r.Long(), new Verdict((Ruling)r.Byte(), r.Long(), r.Long(), r.Long(), r.Long())),
            30 => new Frame.Probe(),
            31 => new Frame.OfStanding(new Standing(r.Id(), r.Flag(), ReadIds(r), r.Int())),
            var kind => throw new InvalidDataException($"a frame of kind {kind}"),
        };
    }

    private static ByteWriter To(byte kind, Message message, int size = 0) => new ByteWriter(size + 64).Byte(kind).Long(message.Term);

    private static ReadOnlyMemory<byte> WriteAppend(Append append)
    {
        var to = To(3, append, append.Entries.Sum(entry => entry.Command.Length + 20)).Long(append.PreviousIndex).Long(append.PreviousTerm).Int(append.Entries.Count);
        foreach (var entry in append.Entries) to.Long(entry.Index).Long(entry.Term).Bytes(entry.Command.Span);
        return to.Long(append.Commit).Written;
    }

    private static Entry[] ReadEntries(ByteReader r)
    {
        var entries = new Entry[r.Int()];
        for (int i = 0; i < entries.Length; i++) entries[i] = new Entry(r.Long(), r.Long(), r.Bytes());
        return entries;
    }

    private static Frame.OfConsensus ReadPiece(ByteReader r)
    {
        var (term, snapshot, offset, last) = (r.Long(), new LogStart(r.Long(), r.Long()), r.Long(), r.Flag());
        return new Frame.OfConsensus(new SnapshotPiece(term, snapshot, offset, r.Bytes(), last));
    }

    private static ReadOnlyMemory<byte> WriteStanding(Standing standing)
    {
        var to = new ByteWriter().Byte(31).Id(standing.Folder).Flag(standing.IsMember).Int(standing.FoundedWith.Length);
        foreach (var id in standing.FoundedWith) to.Id(id);
        return to.Int(standing.Leader).Written;
    }

    private static ImmutableArray<Guid> ReadIds(ByteReader r)
    {
        var ids = new Guid[r.Int()];
        for (int i = 0; i < ids.Length; i++) ids[i] = r.Id();
        return [.. ids];
    }
}
