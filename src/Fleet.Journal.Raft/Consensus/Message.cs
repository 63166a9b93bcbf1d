namespace Fleet.Journal.Raft.Consensus;

/// <summary>What members say to each other about terms and entries; each carries the sender's term.</summary>
internal abstract record Message(long Term);

/// <param name="Term">The term that is campaigned for.</param>
/// <param name="Trial">Asks only whether a vote would be given, and changes nothing: so a member that cannot win disturbs nobody.</param>
internal sealed record VoteRequest(long Term, long LastIndex, long LastTerm, bool Trial) : Message(Term);

/// <param name="Asked">The term of the request.</param>
internal sealed record VoteReply(long Term, long Asked, bool Granted, bool Trial) : Message(Term);

/// <summary>Entries that follow a known one; without any, a sign of life that finds out whether earlier ones were lost.</summary>
internal sealed record Append(long Term, long PreviousIndex, long PreviousTerm, IReadOnlyList<Entry> Entries, long Commit) : Message(Term);

/// <param name="Match">Up to here the sender's log is the leader's, and on its disk.</param>
/// <param name="Received">Up to here it is the leader's, on disk or not.</param>
/// <param name="Answers">It answers an <see cref="Append"/> that had entries.</param>
internal sealed record AppendAccepted(long Term, long Match, long Received, bool Answers) : Message(Term);

/// <param name="PreviousIndex">Of the refused <see cref="Append"/>.</param>
/// <param name="Hint">The logs agree here at the latest, as far as the sender knows.</param>
internal sealed record AppendRefused(long Term, long PreviousIndex, long Hint) : Message(Term);

/// <summary>A piece of the leader's snapshot, for a member that lacks entries which the leader has no more.</summary>
internal sealed record SnapshotPiece(long Term, LogStart Snapshot, long Offset, ReadOnlyMemory<byte> Bytes, bool Last) : Message(Term);

/// <param name="Offset">The sender has all before this; 0 asks to begin again.</param>
internal sealed record SnapshotProgress(long Term, LogStart Snapshot, long Offset, bool Installed) : Message(Term);
