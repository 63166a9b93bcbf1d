using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>A member in virtual time: the real core, files and store; only threads, sockets and the clock are the world's.</summary>
internal sealed class SimMember(int number, SimWorld world)
{
    private readonly Queue<DiskWrite> _disk = [];
    private SnapshotFiles _snapshots = null!;
    private LogFiles _log = null!;
    private long _sinceSnapshot;
    private bool _diskIsBusy;
    private int _life;

    public MemoryDisk Disk { get; private set; } = new() { ForgetsToSync = world.ForgetsToSync };

    public RaftCore? Core { get; private set; }

    public EventStore Store { get; private set; } = new();

    public long Applied { get; private set; }

    public bool IsUp => Core is not null;

    /// <summary>Its folder was deleted, and it is not let in again yet.</summary>
    public bool IsNew { get; private set; }

    public Dictionary<long, (long Term, Action<Verdict> Tell)> Proposed { get; } = [];

    public void Start()
    {
        _life++;
        _snapshots = new SnapshotFiles(Disk);
        Store = _snapshots.Load();
        var recovered = RecoveredLog.Read(Disk);
        var tail = recovered.Behind(_snapshots.Current);
        _log = new LogFiles(Disk, recovered, fileBytes: 2000);
        Applied = _snapshots.Current.Index;
        _sinceSnapshot = 0;
        Core = new RaftCore(number, world.Count, SimWorld.Timing, new Random(world.Random.Next()), _snapshots, recovered.Ballot, tail, world.Now);
    }

    /// <param name="power">What was not synchronised is lost; else the process alone has died.</param>
    public void Kill(bool power)
    {
        _life++;
        Core = null;
        _disk.Clear();
        _diskIsBusy = false;
        if (power) Disk.CutPower(world.Random);
        foreach (var (_, tell) in Proposed.Values.ToList()) tell(new Verdict(Ruling.Unknown, 0, 0));
        Proposed.Clear();
    }

    public void Wipe()
    {
        Kill(power: true);
        Disk = new MemoryDisk { ForgetsToSync = world.ForgetsToSync };
        IsNew = true;
    }

    /// <summary>As in Replica.Admission: the leader has committed something without this member since.</summary>
    public void LetIn(long term, int leader)
    {
        using (var log = new LogFiles(Disk, RecoveredLog.Read(Disk))) log.Write([new DiskWrite { Ballot = new Ballot(term, leader) }]);
        IsNew = false;
        Start();
    }

    public override string ToString() =>
        Core is { } core ? $"{core.Role} of term {core.Term}, log {core.Log.Start.Index}-{core.Log.LastIndex}, commit {core.Commit}, applied {Applied}, {_disk.Count} writes wait" : "down";

    public void Step()
    {
        if (Core is not { } core) return;
        core.Tick(world.Now);
        var output = core.Take();
        foreach (var envelope in output.Send) world.Send(number, envelope);
        foreach (var write in output.Writes) _disk.Enqueue(write);
        foreach (var entry in output.Committed) Execute(entry);
        if (core.Role != Role.Leader)
        {
            foreach (var (_, tell) in Proposed.Values.ToList()) tell(new Verdict(Ruling.Unknown, 0, 0));
            Proposed.Clear();
        }
        if (_sinceSnapshot > 3000) MakeSnapshot(core);
        WriteNext();
    }

    private void Execute(in Entry entry)
    {
        world.Executed(number, entry);
        var verdict = Store.Execute(entry.Command) with { Index = entry.Index, Term = entry.Term };
        Applied = entry.Index;
        _sinceSnapshot += entry.Command.Length + 20;
        if (Proposed.Remove(entry.Index, out var proposed)) proposed.Tell(proposed.Term == entry.Term ? verdict : new Verdict(Ruling.Unknown, 0, 0));
    }

    private void MakeSnapshot(RaftCore core)
    {
        _sinceSnapshot = 0;
        var at = new LogStart(Applied, core.Log.TermAt(Applied));
        _snapshots.Save(at, Store.Copy());
        _snapshots.Use(at);
        core.CutTo(core.CutPoint(at, 1000));
        _log.DropTo(at.Index);
    }

    private void WriteNext()
    {
        if (_diskIsBusy || _disk.Count == 0) return;
        _diskIsBusy = true;
        int life = _life;
        // Bytes are written at once and synchronised at the end, so that a power cut between finds them torn.
        world.After(world.DiskDelay(number), () =>
        {
            if (life == _life) Write();
        });
    }

    private void Write()
    {
        _diskIsBusy = false;
        var write = _disk.Dequeue();
        if (write.Piece is { } piece)
        {
            var (length, store) = _snapshots.Take(piece);
            if (store is not null && Core!.Installed(piece.Snapshot, write.From))
            {
                _snapshots.Use(piece.Snapshot);
                (Store, Applied, _sinceSnapshot) = (store, piece.Snapshot.Index, 0);
            }
            else if (store is null && length >= 0)
            {
                Core!.PieceWritten(write, length);
            }
        }
        else
        {
            if (write.Restart is not null) _log.Restart(write);
            else _log.Write([write]);
            foreach (var envelope in write.Then) world.Send(number, envelope);
            Core!.Written(write);
        }
        Step();
    }
}
