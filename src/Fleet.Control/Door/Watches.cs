using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Control.Door;

/// <summary>The answer of the scheduler's memory to a new watch.</summary>
internal sealed record WatchBegun(long Number, ImmutableArray<JobEvent> Events, long NextSequence, long Missed)
{
    public static WatchBegun From(SchedulerMachine machine, Watch watch)
    {
        long next = machine.Sequence + 1;
        if (watch.FromSequence <= 0 || watch.FromSequence >= next) return new WatchBegun(watch.Number, [], next, 0);
        long missed = Math.Max(0, Math.Min(machine.FirstSequence, next) - watch.FromSequence);
        return new WatchBegun(watch.Number, machine.Events(watch.FromSequence - 1, watch.Job), next, missed);
    }
}

/// <summary>The watches of one session, and how far each has come.</summary>
internal sealed class Watches
{
    private const int MaxEvents = 200;      // of one message

    private readonly Dictionary<long, State> _watches = [];

    public bool IsEmpty => _watches.Count == 0;

    /// <summary>False for a number that is in use.</summary>
    public bool Add(long number, string job) => _watches.TryAdd(number, new State(job));

    public void Remove(long number) => _watches.Remove(number);

    public IEnumerable<WatchEvents> Begin(WatchBegun begun)
    {
        if (!_watches.TryGetValue(begun.Number, out var watch)) return [];
        watch.Next = watch.Told = begun.NextSequence;
        return Cut(begun.Number, begun.Events, begun.NextSequence, begun.Missed);
    }

    /// <summary>New events; those that a watch has from its beginning are not told twice.</summary>
    public IEnumerable<WatchEvents> Take(ImmutableArray<JobEvent> events)
    {
        var messages = new List<WatchEvents>();
        foreach (var (number, watch) in _watches)
        {
            // Zero: its beginning is still on the way, and holds these.
            if (watch.Next == 0 || events[^1].Sequence < watch.Next) continue;
            var wanted = events.Where(e => e.Sequence >= watch.Next && (watch.Job.Length == 0 || e.Job == watch.Job)).ToImmutableArray();
            watch.Next = events[^1].Sequence + 1;
            if (wanted.IsEmpty) continue;
            watch.Told = watch.Next;
            messages.AddRange(Cut(number, wanted, watch.Next, missed: 0));
        }
        return messages;
    }

    /// <summary>Tells watches that have passed over others' events how far they have come.</summary>
    public IEnumerable<WatchEvents> Progress()
    {
        var behind = _watches.Where(entry => entry.Value.Told < entry.Value.Next).ToList();
        foreach (var (_, watch) in behind) watch.Told = watch.Next;
        return behind.Select(entry => new WatchEvents(entry.Key, [], entry.Value.Next, 0));
    }

    private static IEnumerable<WatchEvents> Cut(long number, ImmutableArray<JobEvent> events, long next, long missed)
    {
        for (int at = 0; at + MaxEvents < events.Length; at += MaxEvents)
        {
            var piece = events.Slice(at, MaxEvents);
            yield return new WatchEvents(number, piece, piece[^1].Sequence + 1, missed);
            missed = 0;
        }
        int rest = events.Length == 0 ? 0 : (events.Length - 1) / MaxEvents * MaxEvents;
        yield return new WatchEvents(number, events[rest..], next, missed);
    }

    private sealed class State(string job)
    {
        public string Job { get; } = job;

        /// <summary>The first that it has not seen; 0 until its beginning has come.</summary>
        public long Next { get; set; }

        public long Told { get; set; }
    }
}
