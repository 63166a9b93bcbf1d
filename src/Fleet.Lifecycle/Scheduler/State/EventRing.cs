using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>The last events, numbered without gaps, for watches that resume.</summary>
internal sealed class EventRing(int keep)
{
    private readonly Queue<JobEvent> _events = [];

    /// <summary>Of the last event.</summary>
    public long Sequence { get; private set; }

    public long First => Sequence - _events.Count + 1;

    public IEnumerable<JobEvent> All => _events;

    public JobEvent Add(JobEvent happened)
    {
        happened = happened with { Sequence = ++Sequence };
        _events.Enqueue(happened);
        if (_events.Count > keep) _events.Dequeue();
        return happened;
    }

    public void Restore(long sequence, ImmutableArray<JobEvent> events)
    {
        Sequence = sequence;
        foreach (var happened in events) _events.Enqueue(happened);
    }

    public ImmutableArray<JobEvent> Since(long sequence, string job) =>
    [
        .. _events.Skip((int)Math.Clamp(sequence - First + 1, 0, _events.Count)).Where(happened => job.Length == 0 || happened.Job == job),
    ];
}
