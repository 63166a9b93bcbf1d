using Fleet.Lifecycle.Safety;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

/// <summary>
/// A cluster on one thread in virtual time: the scheduler with its journal, nodes with their containers, a client, and links
/// between them that lose, repeat and reorder. One seed gives one history.
/// </summary>
internal sealed class SimWorld
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private long _order;

    public SimWorld(int seed, int nodes)
    {
        Random = new Random(seed);
        Control = new SimControl(this);
        Client = new SimClient(this);
        Nodes = [.. Enumerable.Range(1, nodes).Select(number => new SimNode(this, $"n{number}"))];
        Control.Start();
        foreach (var node in Nodes) node.StartAgent();
    }

    public Random Random { get; }

    public TimeSpan Time { get; private set; }

    public DateTimeOffset Now => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Time;

    public SimControl Control { get; }

    public SimClient Client { get; }

    public IReadOnlyList<SimNode> Nodes { get; }

    /// <summary>While true, links are bad and things die.</summary>
    public bool Faults { get; set; }

    public HashSet<string> Cut { get; } = [];

    public EventHistory History { get; } = new();

    /// <summary>Every allocation that was physically started, with where.</summary>
    public Dictionary<AllocationId, string> Started { get; } = [];

    public int Messages { get; private set; }

    public SimNode Node(string name) => Nodes.Single(node => node.Name == name);

    public void After(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Time + delay, ++_order));

    public void After(double seconds, Action action) => After(TimeSpan.FromSeconds(seconds), action);

    public double Between(double from, double to) => from + Random.NextDouble() * (to - from);

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>One message between a node (or the client) and the control host.</summary>
    public void Send(string peer, Action deliver)
    {
        Messages++;
        if (Cut.Contains(peer)) return;
        int copies = !Faults ? 1 : Chance(0.1) ? 0 : Chance(0.1) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
            After(Faults ? Between(0.001, Chance(0.05) ? 3 : 0.2) : 0.002, () =>
            {
                if (!Cut.Contains(peer)) deliver();
            });
    }

    public void Run(double seconds)
    {
        var until = Time + TimeSpan.FromSeconds(seconds);
        while (_agenda.TryPeek(out var action, out var due) && due.At <= until)
        {
            _agenda.Dequeue();
            Time = due.At;
            action();
        }
        Time = until;
    }

    /// <summary>Something dies every few seconds, and comes back.</summary>
    public void SowFaults(double seconds)
    {
        Faults = true;
        var until = Time + TimeSpan.FromSeconds(seconds);
        After(Between(1, 6), Strike);

        void Strike()
        {
            if (Time >= until) return;
            var node = Nodes[Random.Next(Nodes.Count)];
            switch (Random.Next(5))
            {
                case 0: Control.Kill(Between(0.2, 8)); break;
                case 1: node.KillAgent(Between(0.2, 20)); break;
                case 2: node.KillHost(Between(1, 60)); break;
                case 3:
                    string peer = node.Name;
                    Cut.Add(peer);
                    After(Between(1, 50), () => Cut.Remove(peer));
                    break;
                case 4: node.CrashOne(); break;
            }
            After(Between(1, 6), Strike);
        }
    }

    public void Heal()
    {
        Faults = false;
        Cut.Clear();
    }
}
