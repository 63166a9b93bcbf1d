using Fleet.Lifecycle.Safety;
using Fleet.Lifecycle.Scheduler;
using Fleet.Lifecycle.Sessions;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

/// <summary>The control host: carries the scheduler as its actor does, with a journal that takes time and a door with leases.</summary>
internal sealed class SimControl(SimWorld world)
{
    private static readonly HostSessionOptions Lease = new();

    private readonly List<SchedulerEvent> _journal = [];
    private readonly List<SchedulerInput> _waiting = [];
    private readonly Dictionary<string, Guest> _guests = [];
    private SchedulerSnapshot? _snapshot;
    private int _snapshotAt;
    private int _life;
    private bool _persisting;
    private long _sessions;

    public SchedulerMachine? Machine { get; private set; }

    public IReadOnlyList<SchedulerEvent> Journal => _journal;

    public int Restarts => _life - 1;

    public void Start()
    {
        _life++;
        (_persisting, _sessions) = (false, 0);
        _waiting.Clear();
        _guests.Clear();
        var machine = _snapshot is null ? new SchedulerMachine(new SchedulerOptions()) : new SchedulerMachine(new SchedulerOptions(), _snapshot);
        foreach (var persisted in _journal.Skip(_snapshotAt)) machine.Replay(persisted);
        Machine = machine;
        Take(new Begin());
        int life = _life;
        Every(0.5, life, CheckLeases);
    }

    public void Kill(double downFor)
    {
        if (Machine is null) return;
        if (!_persisting) CheckReplay();
        Machine = null;
        world.After(downFor, Start);
    }

    /// <summary>What was lived equals what is replayed.</summary>
    public void CheckReplay()
    {
        if (Machine is null || _persisting) return;
        var replayed = new SchedulerMachine(new SchedulerOptions());
        foreach (var persisted in _journal) replayed.Replay(persisted);
        Assert.Equal(SnapshotText.Of(Machine.ToSnapshot()), SnapshotText.Of(replayed.ToSnapshot()));
        if (!world.Chance(0.3)) return;
        (_snapshot, _snapshotAt) = (Machine.ToSnapshot(), _journal.Count);
    }

    // Messages from nodes

    public void Hello(SimNode node, long number)
    {
        if (Machine is null || Machine.Epoch == 0 || _persisting && _sessions == 0) return;
        var guest = new Guest(++_sessions, new HostSession(Lease, world.Time));
        _guests[node.Name] = guest;
        long epoch = Machine.Epoch;
        world.Send(node.Name, () => node.Hear(new Welcomed(number, $"{_life}/{guest.Number}", guest.Number, epoch, Lease.Lease, 64)));
    }

    public void Heartbeat(SimNode node, string session, long number, long assignments)
    {
        if (Find(node, session) is not { } guest)
        {
            if (Machine is not null) world.Send(node.Name, () => node.Hear(new SessionDenied(session)));
            return;
        }
        if (!guest.Host.Hear(world.Time)) return;
        long epoch = Machine!.Epoch;
        world.Send(node.Name, () => node.Hear(new HeartbeatAcknowledged(number, epoch)));
        if (guest.IsOpen) Take(new NodeHeard(node.Name, guest.Number, null, assignments));
    }

    public void Facts(SimNode node, string session, NodeReport report, FactBatch batch)
    {
        if (Find(node, session) is not { } guest) return;
        if (guest.IsOpen) Take(new FactsArrived(node.Name, batch));
        else if (batch.Whole) guest.Parts[batch.Number] = batch;
        if (guest.IsOpen || guest.Whole is not { } facts) return;
        guest.IsOpen = true;
        Take(new SessionOpened(node.Name, guest.Number, report, [.. facts], guest.Parts.Keys.Max()));
    }

    public void WantWhole(SimNode node, string session)
    {
        if (Find(node, session) is { IsOpen: true } guest) Take(new WholeWanted(node.Name, guest.Number));
    }

    public void Command(Command command)
    {
        if (Machine is not null) Take(command);
    }

    private Guest? Find(SimNode node, string session) =>
        Machine is not null && _guests.TryGetValue(node.Name, out var guest) && session == $"{_life}/{guest.Number}" && !guest.Host.IsOver(world.Time) ? guest : null;

    private void CheckLeases()
    {
        foreach (var (name, guest) in _guests.Where(one => one.Value.Host.IsOver(world.Time)).ToList())
        {
            _guests.Remove(name);
            if (guest.IsOpen) Take(new SessionLost(name, guest.Number, world.Now - (world.Time - guest.Host.LastHeard)));
        }
    }

    // Turns

    private void Take(SchedulerInput input)
    {
        _waiting.Add(input);
        if (!_persisting) TakeTurn();
    }

    private void TakeTurn()
    {
        var turn = Machine!.Step([.. _waiting], world.Now);
        _waiting.Clear();
        Assert.Null(Invariants.Violation(Machine));
        int life = _life;
        _persisting = true;
        world.After(turn.Events.Count == 0 ? 0 : world.Between(0.001, 0.01), () => Persisted(life, turn));
    }

    private void Persisted(int life, Turn turn)
    {
        if (life != _life || Machine is null) return;       // it died meanwhile: nothing was decided
        foreach (var decided in turn.Events)
        {
            _journal.Add(decided);
            Assert.Null(world.History.Observe(decided));
        }
        Assert.Null(world.History.NoAcceptedJobIsLost(Machine));
        foreach (var output in turn.Outputs) Release(output);
        _persisting = false;
        if (_waiting.Count > 0) TakeTurn();
        else Wake(life);
    }

    private void Wake(int life)
    {
        var due = Machine!.NextWake;
        world.After(due > world.Now ? due - world.Now : TimeSpan.Zero, () =>
        {
            if (life == _life && Machine is not null && !_persisting && _waiting.Count == 0 && world.Now >= Machine.NextWake) Take(Tick.Instance);
        });
    }

    private void Release(SchedulerOutput output)
    {
        switch (output)
        {
            case Reply reply: world.Send("client", () => world.Client.Hear(reply)); break;
            case SendAssignments send: ToNode(send.Node, send.Set.Session, node => node.Take(send.Set)); break;
            case AcknowledgeFacts acknowledge: ToNode(acknowledge.Node, acknowledge.Session, node => node.Acknowledge(acknowledge.Session, acknowledge.Number)); break;
        }
    }

    private void ToNode(string name, long session, Action<SimNode> deliver)
    {
        if (_guests.TryGetValue(name, out var guest) && guest.Number == session) world.Send(name, () => deliver(world.Node(name)));
    }

    private void Every(double seconds, int life, Action action) => world.After(seconds, () =>
    {
        if (life != _life || Machine is null) return;
        action();
        Every(seconds, life, action);
    });

    private sealed class Guest(long number, HostSession host)
    {
        public long Number { get; } = number;

        public HostSession Host { get; } = host;

        public bool IsOpen { get; set; }

        public SortedDictionary<long, FactBatch> Parts { get; } = [];

        public IEnumerable<AllocationFact>? Whole => Parts.Values.Any(part => part.Completes && Parts.Count == part.Number) ? Parts.Values.SelectMany(part => part.Facts) : null;
    }
}
