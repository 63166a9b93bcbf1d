using System.Runtime.CompilerServices;
using Fleet.Control.Journal;

namespace Fleet.Control.Tests.Support;

/// <summary>A log in memory that can be told to fail or to wait.</summary>
internal sealed class MemoryLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Stored> _events = [];
    private long _highest;
    private long _writer;

    public Stored? Snapshot { get; private set; }

    /// <summary>How many events each append held, and how many turns there were.</summary>
    public List<int> Appends { get; } = [];

    public int FailNextAppends { get; set; }

    /// <summary>Appends wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public long[] Sequences
    {
        get
        {
            lock (_lock) return [.. _events.Keys];
        }
    }

    public Task<long> OpenAsync(string id, CancellationToken cancel)
    {
        lock (_lock)
        {
            _writer++;
            return Task.FromResult(_highest);
        }
    }

    public async IAsyncEnumerable<Stored> ReadAsync(
        string id, long from, long to, long max, [EnumeratorCancellation] CancellationToken cancel)
    {
        Stored[] found;
        lock (_lock) found = [.. _events.Values.Where(stored => stored.Sequence >= from && stored.Sequence <= to).Take((int)Math.Min(max, int.MaxValue))];
        await Task.Yield();
        foreach (var stored in found) yield return stored;
    }

    public async Task AppendAsync(string id, IReadOnlyList<Stored> events, CancellationToken cancel)
    {
        await Gate;
        lock (_lock)
        {
            if (FailNextAppends > 0)
            {
                FailNextAppends--;
                throw new IOException("no space left on device");
            }
            foreach (var stored in events) _events.Add(stored.Sequence, stored with { Writer = _writer });
            _highest = Math.Max(_highest, events[^1].Sequence);
            Appends.Add(events.Count);
        }
    }

    public Task DeleteToAsync(string id, long sequence, CancellationToken cancel)
    {
        lock (_lock)
        {
            foreach (long old in _events.Keys.Where(key => key <= sequence).ToList()) _events.Remove(old);
        }
        return Task.CompletedTask;
    }

    public Task SaveSnapshotAsync(string id, Stored snapshot, CancellationToken cancel)
    {
        Snapshot = snapshot;
        return Task.CompletedTask;
    }

    public Task<Stored?> LoadSnapshotAsync(string id, CancellationToken cancel) => Task.FromResult(Snapshot);

    public void Lose(long sequence)
    {
        lock (_lock) _events.Remove(sequence);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
