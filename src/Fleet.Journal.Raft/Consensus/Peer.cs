namespace Fleet.Journal.Raft.Consensus;

/// <summary>What a leader knows of another member.</summary>
internal sealed class Peer
{
    /// <summary>The next entry to send.</summary>
    public long Next { get; set; }

    /// <summary>On its disk, and the same as the leader's, up to here.</summary>
    public long Match { get; set; }

    public int Unanswered { get; set; }

    public long HeardAt { get; set; }

    public long CommitSent { get; set; }

    /// <summary>The snapshot it is being sent, if any.</summary>
    public LogStart? Sending { get; set; }

    public long SnapshotSentAt { get; set; }
}

/// <summary>The snapshot on this member's disk, for a leader to send.</summary>
internal interface ISnapshotSource
{
    /// <summary>Which one <see cref="Read"/> reads now.</summary>
    LogStart Current { get; }

    /// <summary>At most <paramref name="max"/> bytes from there; fewer only at the end.</summary>
    (ReadOnlyMemory<byte> Bytes, bool Last) Read(long offset, int max);
}
