namespace Fleet.Journal.Raft.Consensus;

internal readonly record struct Envelope(int To, Message Message);

/// <summary>
/// Something for the disk. Writes are done in the order in which they were asked for, and synchronised; only then go the messages
/// that depend on them, and only then is the core told.
/// </summary>
internal sealed record DiskWrite
{
    public Ballot? Ballot { get; init; }

    /// <summary>The log begins anew behind this snapshot, which is on the disk, with the entries of this write.</summary>
    public LogStart? Restart { get; init; }

    /// <summary>The first may have an index that the log has already: it and all after it are replaced.</summary>
    public IReadOnlyList<Entry> Entries { get; init; } = [];

    /// <summary>Comes alone.</summary>
    public SnapshotPiece? Piece { get; init; }

    /// <summary>Whose piece it is.</summary>
    public int From { get; init; }

    public IReadOnlyList<Envelope> Then { get; init; } = [];
}

/// <summary>What a step of the core asks for, in this order.</summary>
internal sealed record Output(IReadOnlyList<Envelope> Send, IReadOnlyList<DiskWrite> Writes, IReadOnlyList<Entry> Committed);
