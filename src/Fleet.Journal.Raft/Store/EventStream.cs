using Fleet.Control.Journal;

namespace Fleet.Journal.Raft.Store;

/// <summary>The events of one id that are not deleted, its newest snapshot, and who may write.</summary>
internal sealed class EventStream
{
    private readonly List<Stored> _events = [];

    /// <summary>Counts the openings: only the last one's writer may write.</summary>
    public long Generation { get; set; }

    public Guid Token { get; set; }

    public long Highest { get; private set; }

    public Stored? Snapshot { get; private set; }

    /// <summary>Bytes of events and snapshot.</summary>
    public long Size { get; private set; }

    public IReadOnlyList<Stored> Events => _events;

    /// <summary>The events go on where the log ends.</summary>
    public bool Continues(IReadOnlyList<Stored> events) => AreInOrder(events, Highest + 1);

    /// <summary>A writer that lost the answer says it again: the same is there already, by the same writer.</summary>
    public bool Has(IReadOnlyList<Stored> events) =>
        events.Count > 0 && AreInOrder(events, events[0].Sequence) && events[^1].Sequence <= Highest
        && _events.FindLast(stored => stored.Sequence == events[^1].Sequence) is { Sequence: > 0 } there
        && there.Writer == Generation && there.Payload.Span.SequenceEqual(events[^1].Payload.Span);

    private static bool AreInOrder(IReadOnlyList<Stored> events, long first) =>
        events.Select((stored, i) => stored.Sequence == first + i).All(good => good);

    public void Add(Stored stored)
    {
        _events.Add(stored);
        Highest = stored.Sequence;
        Size += stored.Payload.Length;
    }

    public void DeleteTo(long sequence)
    {
        int count = _events.TakeWhile(stored => stored.Sequence <= sequence).Count();
        Size -= _events.Take(count).Sum(stored => stored.Payload.Length);
        _events.RemoveRange(0, count);
    }

    public void Save(Stored snapshot)
    {
        Size += snapshot.Payload.Length - (Snapshot?.Payload.Length ?? 0);
        Snapshot = snapshot;
    }

    /// <summary>As it is now, whatever becomes of this one; payloads are shared, for they never change.</summary>
    public EventStream Copy()
    {
        var copy = new EventStream { Generation = Generation, Token = Token, Highest = Highest, Snapshot = Snapshot, Size = Size };
        copy._events.AddRange(_events);
        return copy;
    }

    public static EventStream Of(long generation, Guid token, long highest, Stored? snapshot, IEnumerable<Stored> events)
    {
        var stream = new EventStream { Generation = generation, Token = token };
        foreach (var stored in events) stream.Add(stored);
        if (snapshot is { } saved) stream.Save(saved);
        stream.Highest = highest;
        return stream;
    }
}
