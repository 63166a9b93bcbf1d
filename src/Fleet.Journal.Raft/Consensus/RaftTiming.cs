namespace Fleet.Journal.Raft.Consensus;

/// <summary>In milliseconds.</summary>
internal sealed record RaftTiming
{
    public static readonly RaftTiming Default = new();

    public int Heartbeat { get; init; } = 150;

    /// <summary>So long a leader's silence is borne, plus up to as much again, drawn anew each time, so that two seldom stand at once.</summary>
    public int Election { get; init; } = 1000;

    /// <summary>
    /// The same where there is evidence instead of silence: the leader's connection was closed, as a dead process's is, or nobody
    /// has led since this member started.
    /// </summary>
    public int ElectionOnEvidence { get; init; } = 150;

    /// <summary>A leader that has heard from no majority for so long leads no more.</summary>
    public int LeadAlone { get; init; } = 2000;

    /// <summary>Bytes of one <see cref="Append"/>, unless a single entry is larger.</summary>
    public int AppendBytes { get; init; } = 512 << 10;

    /// <summary>Bytes of one <see cref="SnapshotPiece"/>.</summary>
    public int PieceBytes { get; init; } = 512 << 10;

    /// <summary>Unanswered <see cref="Append"/>s with entries to one member.</summary>
    public int Window { get; init; } = 8;
}
