using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Replication;

// So that neither disk nor memory grows with what is long past.
internal sealed partial class Replica
{
    private const int TrySnapshotAgainAfter = 5000;     // milliseconds

    private long _sinceSnapshot;        // bytes of commands
    private long _lastTerm;
    private long _snapshotDueAt;
    private bool _isSnapshotting;

    private void MakeSnapshotIfDue(RaftCore core)
    {
        if (_isSnapshotting || _sinceSnapshot < Math.Max(_options.SnapshotBytes, 2 * _store.Size) || Now < _snapshotDueAt) return;
        _isSnapshotting = true;
        long bytes = _sinceSnapshot;
        var (at, streams) = (new LogStart(_applied, _lastTerm), _store.Copy());
        new Thread(() =>
        {
            try
            {
                _snapshots.Save(at, streams);
                Post(() => Use(core, at, bytes));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Say($"no snapshot in {_place}: {DiskTrouble.InWords(error)}; the log stays until there can be one");
                Post(() => (_isSnapshotting, _snapshotDueAt) = (false, Now + TrySnapshotAgainAfter));
            }
        })
        { Name = "raft snapshot", IsBackground = true }.Start();
    }

    private void Use(RaftCore core, LogStart at, long bytes)
    {
        _isSnapshotting = false;
        _sinceSnapshot -= bytes;
        if (at.Index <= _snapshots.Current.Index) return;      // a leader's has come in meanwhile
        _snapshots.Use(at);
        core.CutTo(core.CutPoint(at, _options.SnapshotBytes / 2));
        _writer!.Drop(at.Index);
    }

    private void Install(DiskWrite write, EventStore store)
    {
        var snapshot = write.Piece!.Snapshot;
        if (!_core!.Installed(snapshot, write.From)) return;
        _snapshots.Use(snapshot);
        _store = store;
        _sinceSnapshot = 0;
        _lastTerm = snapshot.Term;
        Applied(snapshot.Index);
    }
}
