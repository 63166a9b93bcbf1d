using Fleet.Journal.Raft.Consensus;

namespace Fleet.Journal.Raft.Replication;

internal sealed record ReplicaOptions
{
    public static readonly ReplicaOptions Default = new();

    public RaftTiming Timing { get; init; } = RaftTiming.Default;

    /// <summary>
    /// A snapshot is made when so many bytes of commands were executed since the last one, or twice the live state, whichever is more:
    /// so writing snapshots never costs more than half of what writing the log does, and memory holds at most three times the state.
    /// </summary>
    public long SnapshotBytes { get; init; } = 16 << 20;
}
