using System.Collections.Concurrent;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Replication;

/// <summary>What the disk has done, told on its thread.</summary>
internal interface IDiskOwner
{
    void Written(IReadOnlyList<DiskWrite> writes);

    void PieceTaken(DiskWrite write, long length, EventStore? store);

    void Say(string what);
}

/// <summary>
/// One thread for all writing to the log, in order. What has gathered while a write was under way is one write with one
/// synchronisation. A disk that is full or ill is tried again until it takes the write: nothing is vouched for meanwhile.
/// </summary>
internal sealed class DiskThread
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly BlockingCollection<object> _tasks = [];
    private readonly ManualResetEventSlim _ending = new();
    private readonly LogFiles _log;
    private readonly SnapshotFiles _snapshots;
    private readonly string _place;
    private readonly IDiskOwner _owner;
    private readonly Thread _thread;

    public DiskThread(LogFiles log, SnapshotFiles snapshots, string place, IDiskOwner owner)
    {
        (_log, _snapshots, _place, _owner) = (log, snapshots, place, owner);
        _thread = new Thread(Work) { Name = "raft disk", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What is wrong with the disk now; null while all is well.</summary>
    public volatile DiskTrouble? Trouble;

    public void Add(DiskWrite write) => _tasks.Add(write);

    /// <summary>A snapshot covers the entries up to here.</summary>
    public void Drop(long index) => _tasks.Add(index);

    /// <summary>Does not wait for what has not begun.</summary>
    public void End()
    {
        _ending.Set();
        _tasks.CompleteAdding();
        _thread.Join();
        _log.Dispose();
    }

    private void Work()
    {
        var plain = new List<DiskWrite>();
        foreach (object task in _tasks.GetConsumingEnumerable())
        {
            plain.Clear();
            object? next = task;
            while (next is DiskWrite { Piece: null, Restart: null } write)
            {
                plain.Add(write);
                if (!_tasks.TryTake(out next)) break;
            }
            if (plain.Count > 0 && !Persist(() => _log.Write(plain))) return;
            if (plain.Count > 0) _owner.Written([.. plain]);
            if (next is not null && !Special(next)) return;
        }
    }

    private bool Special(object task)
    {
        switch (task)
        {
            case long index: return Persist(() => _log.DropTo(index));
            case DiskWrite { Piece: { } piece } write: return TakePiece(write, piece);
            case DiskWrite restart:
                if (!Persist(() => _log.Restart(restart))) return false;
                _owner.Written([restart]);
                return true;
            default: return true;
        }
    }

    private bool TakePiece(DiskWrite write, SnapshotPiece piece)
    {
        (long Length, EventStore? Store) taken = (-1, null);
        try
        {
            if (!Persist(() => taken = _snapshots.Take(piece))) return false;
        }
        catch (InvalidDataException damaged)
        {
            _owner.Say($"a snapshot that came is damaged, and is asked for again: {damaged.Message}");
        }
        if (taken.Length >= 0) _owner.PieceTaken(write, taken.Length, taken.Store);
        return true;
    }

    /// <summary>False when this member ends first.</summary>
    private bool Persist(Action work)
    {
        while (true)
        {
            if (_ending.IsSet) return false;
            try
            {
                work();
                if (Trouble is not null) _owner.Say($"the disk of {_place} takes writes again");
                Trouble = null;
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (Trouble?.Error.HResult != error.HResult) _owner.Say($"{_place}: {DiskTrouble.InWords(error)}; trying again until it can");
                Trouble = new DiskTrouble(error);
                _ending.Wait(TryAgainAfter);
            }
        }
    }
}
