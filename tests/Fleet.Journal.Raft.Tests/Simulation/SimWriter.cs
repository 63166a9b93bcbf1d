using Fleet.Control.Journal;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>
/// A scheduler as far as the journal sees one: opens the log, then writes event after event, each once the one before is acknowledged; is
/// at a loss, it opens again. Remembers what it was promised.
/// </summary>
internal sealed class SimWriter(SimWorld world, int number, SimHistory history)
{
    public const string Id = "scheduler";
    private long _generation;
    private long _next;
    private int _said;

    /// <summary>Says nothing more.</summary>
    public bool IsIdle { get; set; }

    public void Begin() => Say(Command.OpenLog(Id, NewToken()), verdict =>
    {
        if (IsIdle) return;
        if (verdict.Ruling != Ruling.Done)
        {
            world.After(20, Begin);
            return;
        }
        (_generation, _next) = (verdict.Value, verdict.Highest + 1);
        history.Opened(_generation, verdict.Highest);
        Write(NewValue());
    });

    private void Write(byte[] value, int tries = 0)
    {
        if (IsIdle) return;
        long sequence = _next;
        Say(Command.AppendEvents(Id, _generation, [new Stored(sequence, "batch/1", value)]), verdict =>
        {
            switch (verdict.Ruling)
            {
                case Ruling.Done:
                    history.Acknowledged(_generation, sequence, value);
                    _next++;
                    Prune();
                    world.After(world.Random.Next(1, 10), () => Write(NewValue()));
                    break;
                // The same again: it may be there already.
                case Ruling.Unknown when tries < 20: world.After(20, () => Write(value, tries + 1)); break;
                default: world.After(world.Random.Next(100, 2000), Begin); break;
            }
        });
    }

    // As after a snapshot of the scheduler's; what was acknowledged before may go then.
    private void Prune()
    {
        if (_next % 50 != 0) return;
        long to = _next - 30;
        history.Deleted(to);        // from now on nobody expects them, whether or not it is ever heard that they are gone
        Say(Command.DeleteTo(Id, _generation, to), _ => { });
    }

    private void Say(ReadOnlyMemory<byte> command, Action<Verdict> hear)
    {
        int said = ++_said;
        bool heard = false;
        void Once(Verdict verdict)
        {
            if (heard) return;
            heard = true;
            world.After(2, () => hear(verdict));
        }
        world.After(2, () =>
        {
            if (world.Leader is not { Core: { } core } leader || core.Propose(command) is not { } entry) Once(new Verdict(Ruling.Unknown, 0, 0));
            else
            {
                leader.Proposed[entry.Index] = (entry.Term, Once);
                leader.Step();
            }
        });
        world.After(10_000, () => Once(new Verdict(Ruling.Unknown, said, 0)));
    }

    private Guid NewToken()
    {
        byte[] bytes = new byte[16];
        world.Random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private byte[] NewValue()
    {
        byte[] value = new byte[world.Random.Next(8, 80)];
        world.Random.NextBytes(value);
        value[0] = (byte)number;
        return value;
    }
}

/// <summary>What writers were promised, and whether a store keeps it.</summary>
internal sealed class SimHistory
{
    private readonly Dictionary<long, (long Generation, byte[] Value)> _acknowledged = [];
    private readonly List<(long Generation, long Highest)> _openings = [];
    private long _deletedTo;

    public int Count => _acknowledged.Count;

    public int Openings => _openings.Count;

    public void Opened(long generation, long highest) => _openings.Add((generation, highest));

    public void Acknowledged(long generation, long sequence, byte[] value)
    {
        if (_acknowledged.TryGetValue(sequence, out var there)) throw new InvalidOperationException($"event {sequence} was acknowledged to generation {there.Generation} and to {generation}");
        _acknowledged[sequence] = (generation, value);
    }

    public void Deleted(long to) => _deletedTo = Math.Max(_deletedTo, to);

    /// <summary>Empty when all promises are kept.</summary>
    public string Broken(EventStore store)
    {
        var events = store.Read(SimWriter.Id, stream => stream.Events.ToDictionary(stored => stored.Sequence));
        foreach (var (sequence, (generation, value)) in _acknowledged.Where(entry => entry.Key > _deletedTo))
        {
            if (!events.TryGetValue(sequence, out var stored)) return $"event {sequence} was acknowledged and is not there";
            if (stored.Writer != generation || !stored.Payload.Span.SequenceEqual(value)) return $"event {sequence} was acknowledged to generation {generation}, and another one is there";
        }
        foreach (var (generation, highest) in _openings)
            if (events.Values.FirstOrDefault(stored => stored.Sequence > highest && stored.Writer < generation) is { Sequence: > 0 } late)
                return $"event {late.Sequence} of generation {late.Writer} came after generation {generation} had been opened at {highest}";
        return "";
    }
}
