using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>Members, the network between them, and virtual time; the same for a seed.</summary>
internal sealed class SimWorld
{
    public static readonly RaftTiming Timing = RaftTiming.Default with { AppendBytes = 400, PieceBytes = 700, Window = 3 };

    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Dictionary<(int From, int To), long> _lastArrival = [];
    private readonly Dictionary<(int From, int To), int> _connection = [];
    private readonly Dictionary<long, (long Term, int Hash)> _executed = [];
    private readonly HashSet<(int, int)> _cut = [];
    private long _order;

    public SimWorld(int seed, int count, bool forgetsToSync = false)
    {
        (Random, Count, ForgetsToSync) = (new Random(seed), count, forgetsToSync);
        Members = [.. Enumerable.Range(0, count).Select(number => new SimMember(number, this))];
        foreach (var member in Members) member.Start();
        Beat();
    }

    public Random Random { get; }

    public int Count { get; }

    public bool ForgetsToSync { get; }

    public SimMember[] Members { get; }

    public long Now { get; private set; }

    /// <summary>A member whose disk takes seconds for each write; -1: none.</summary>
    public int Slow { get; set; } = -1;

    public SimMember? Leader => Members.Where(member => member.Core?.Role == Role.Leader).MaxBy(member => member.Core!.Term);

    public void After(long delay, Action action) => _events.Enqueue(action, (Now + delay, ++_order));

    public long DiskDelay(int member) => member == Slow ? Random.Next(1000, 3000) : Random.Next(1, 15);

    public void RunUntil(long time)
    {
        while (_events.TryPeek(out _, out var due) && due.At <= time)
        {
            var action = _events.Dequeue();
            Now = due.At;
            action();
        }
        Now = time;
    }

    /// <summary>In order, as TCP would, unless the connection ends before it arrives.</summary>
    public void Send(int from, Envelope envelope)
    {
        var line = (from, envelope.To);
        int connection = _connection.GetValueOrDefault(line);
        long arrival = Math.Max(_lastArrival.GetValueOrDefault(line) + 1, Now + Random.Next(1, 8));
        _lastArrival[line] = arrival;
        After(arrival - Now, () =>
        {
            if (_connection.GetValueOrDefault(line) != connection || _cut.Contains(line) || Members[envelope.To].Core is not { } core) return;
            core.Receive(from, envelope.Message, Now);
            Members[envelope.To].Step();
        });
    }

    /// <summary>The member's connections end, and those who live hear of it, and soon of new ones.</summary>
    public void Disconnect(int member)
    {
        foreach (int other in Enumerable.Range(0, Count).Where(other => other != member))
        {
            foreach (var line in new[] { (member, other), (other, member) }) _connection[line] = _connection.GetValueOrDefault(line) + 1;
            Members[other].Core?.Lost(member, Now);
            Members[member].Core?.Lost(other, Now);
            After(5, () =>
            {
                Members[other].Core?.Reached(member);
                Members[member].Core?.Reached(other);
            });
        }
    }

    /// <summary>Neither side hears the other, and nobody is told.</summary>
    public void Partition(int member)
    {
        foreach (int other in Enumerable.Range(0, Count).Where(other => other != member)) _cut.UnionWith([(member, other), (other, member)]);
    }

    public void Heal()
    {
        var lines = _cut.ToList();
        _cut.Clear();
        foreach (var line in lines) _connection[line] = _connection.GetValueOrDefault(line) + 1;
        foreach (var (from, to) in lines) Members[from].Core?.Reached(to);
    }

    /// <summary>All members execute the same entries; who does not has broken the one promise that there is.</summary>
    public void Executed(int member, in Entry entry)
    {
        var hash = new HashCode();
        hash.AddBytes(entry.Command.Span);
        var said = (entry.Term, hash.ToHashCode());
        if (!_executed.TryAdd(entry.Index, said) && _executed[entry.Index] != said)
            throw new InvalidOperationException($"member {member} executes another entry {entry.Index} than was executed before, at {Now} ms");
    }

    private void Beat()
    {
        foreach (var member in Members) member.Step();
        After(25, Beat);
    }
}
