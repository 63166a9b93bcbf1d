namespace Fleet.Journal.Raft.Consensus;

/// <summary>An entry of the replicated log.</summary>
/// <param name="Index">1, 2, 3...</param>
/// <param name="Term">Of the leader that proposed it; two entries of the same index and term are the same entry.</param>
/// <param name="Command">What the store executes; empty for the first entry of a leader.</param>
internal readonly record struct Entry(long Index, long Term, ReadOnlyMemory<byte> Command);

/// <summary>What a member must never forget: the newest term it knows, and whom it voted for in it (-1: nobody).</summary>
internal readonly record struct Ballot(long Term, int Vote)
{
    public static readonly Ballot None = new(0, -1);
}

/// <summary>Where a log that was cut at its beginning starts: the last entry that the snapshot covers.</summary>
internal readonly record struct LogStart(long Index, long Term);
