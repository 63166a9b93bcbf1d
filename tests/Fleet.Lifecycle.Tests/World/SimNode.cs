using Fleet.Lifecycle.Nodes;
using Fleet.Lifecycle.Sessions;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

/// <summary>A host: an agent that may die, containers that live on without it, and a disk that outlives both.</summary>
internal sealed class SimNode(SimWorld world, string name)
{
    private readonly SortedDictionary<AllocationId, SimContainer> _containers = [];
    private VisitorMachine? _visitor;
    private NodeMachine? _machine;
    private int _agent;
    private int _boot = 1;
    private bool _down;

    public string Name { get; } = name;

    public IEnumerable<SimContainer> Running => _containers.Values.Where(container => container.Fact.Phase == Phase.Running);

    private NodeReport Report => new()
    {
        Name = Name, Architecture = "x86_64", Kernel = "6.1", CgroupVersion = 2, BootId = $"{Name}-{_boot}", HttpAddress = $"{Name}:1",
        Capacity = new Resources(8000, 8L << 30, 1000), Allocatable = new Resources(8000, 8L << 30, 1000),
    };

    // Life and death

    public void StartAgent()
    {
        if (_machine is not null || _down) return;
        int agent = ++_agent;
        _visitor = new VisitorMachine(new VisitorOptions { Doors = ["c1"] }, world.Random.NextDouble);
        _machine = new NodeMachine(new NodeOptions(), _containers.Values.Select(one => new AdoptedAllocation(one.Assignment, one.Version, one.Fact)));
        foreach (var container in _containers.Values) container.GoOn();
        Visit(Lifecycle.Sessions.Wake.Instance, agent);
        Tick(agent);
    }

    public void KillAgent(double downFor)
    {
        if (_machine is null) return;
        (_machine, _visitor) = (null, null);
        _agent++;
        world.After(downFor, StartAgent);
    }

    /// <summary>As a power cut: all that runs is gone, what is on the disk stays.</summary>
    public void KillHost(double downFor)
    {
        if (_down) return;
        (_machine, _visitor, _down) = (null, null, true);
        _agent++;
        _boot++;
        foreach (var container in _containers.Values) container.PowerCut();
        world.After(downFor, () =>
        {
            _down = false;
            StartAgent();
        });
    }

    public void CrashOne()
    {
        var running = Running.ToList();
        if (running.Count > 0) running[world.Random.Next(running.Count)].Exit(139);
    }

    // What comes over the link

    public void Hear(VisitorInput input) => Visit(input, _agent);

    public void Take(AssignmentSet set) => Do(new AssignmentsArrived(set));

    public void Acknowledge(long session, long number) => Do(new FactsAcknowledged(session, number));

    /// <summary>A container changed.</summary>
    public void See(AllocationFact fact) => Do(new FactSeen(fact));

    private void Visit(VisitorInput input, int agent)
    {
        if (agent != _agent || _visitor is not { } visitor) return;
        var outputs = visitor.Step(input, world.Time);
        foreach (var output in outputs) Obey(output);
        if (outputs.Count == 0 && input is not Lifecycle.Sessions.Wake) return;
        var due = visitor.NextWake - world.Time;
        world.After(due > TimeSpan.Zero ? due : TimeSpan.Zero, () => Visit(Lifecycle.Sessions.Wake.Instance, agent));
    }

    private void Obey(VisitorOutput output)
    {
        switch (output)
        {
            case SayHello hello: world.Send(Name, () => world.Control.Hello(this, hello.Number)); break;
            case SendHeartbeat beat:
                long taken = _machine!.AssignmentNumber;
                world.Send(Name, () => world.Control.Heartbeat(this, beat.Session, beat.Number, taken));
                break;
            case Entered entered: Do(new SessionBegan(entered.Welcome.SessionNumber, entered.Welcome.Epoch)); break;
            case Left: Do(new SessionEnded()); break;
        }
    }

    private void Do(NodeInput input)
    {
        if (_machine is not { } machine) return;
        long epoch = machine.Epoch;
        foreach (var output in machine.Step(input, world.Now)) Obey(output);
        Assert.True(machine.Epoch >= epoch);
    }

    private void Obey(NodeOutput output)
    {
        string? session = _visitor?.Welcome?.Session;
        switch (output)
        {
            case StartAllocation start:
                Assert.False(_containers.ContainsKey(start.Assignment.Id), $"{start.Assignment.Name} is started twice on {Name}");
                Assert.True(world.Started.TryAdd(start.Assignment.Id, Name), $"{start.Assignment.Name} is started on {Name} and on {world.Started.GetValueOrDefault(start.Assignment.Id)}");
                var container = new SimContainer(world, this, start.Assignment, start.Version);
                _containers.Add(start.Assignment.Id, container);
                container.GoOn();
                break;
            case StopAllocation stop: _containers[stop.Id].Stop(); break;
            case RemoveAllocation remove:
                _containers.Remove(remove.Id);
                world.After(0.01, () => Do(new AllocationGone(remove.Id)));
                break;
            case SendFacts send when session is not null:
                var report = Report;
                world.Send(Name, () => world.Control.Facts(this, session, report, send.Batch));
                break;
            case AskForWhole when session is not null: world.Send(Name, () => world.Control.WantWhole(this, session)); break;
        }
    }

    private void Tick(int agent) => world.After(0.5, () =>
    {
        if (agent != _agent || _machine is null) return;
        if (_machine.NextWake <= world.Now) Do(NodeTick.Instance);
        Tick(agent);
    });
}
