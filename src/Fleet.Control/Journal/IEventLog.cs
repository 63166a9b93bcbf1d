namespace Fleet.Control.Journal;

/// <summary>An event or snapshot as it is stored.</summary>
/// <param name="Sequence">1, 2, 3... per id.</param>
/// <param name="Manifest">What the payload is.</param>
public readonly record struct Stored(long Sequence, string Manifest, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Which opening of the log wrote it; filled in by the log.</summary>
    public long Writer { get; init; }
}

/// <summary>
/// The log of one scheduler, with the fence that makes it safe: a write is refused once a later writer has opened the same
/// id, whatever the cluster believes about who lives. All methods may throw the backend's exceptions; the caller gives up its
/// state then and recovers.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>
    /// Begins a recovery: shuts out every earlier writer of <paramref name="id"/> and returns the highest sequence number ever
    /// written.
    /// </summary>
    Task<long> OpenAsync(string id, CancellationToken cancel);

    /// <summary>Events from <paramref name="from"/> to <paramref name="to"/>, in order, at most <paramref name="max"/>.</summary>
    IAsyncEnumerable<Stored> ReadAsync(string id, long from, long to, long max, CancellationToken cancel);

    /// <summary>Durable when it returns; all or nothing.</summary>
    /// <exception cref="FencedException">A later writer has opened the id.</exception>
    Task AppendAsync(string id, IReadOnlyList<Stored> events, CancellationToken cancel);

    /// <summary>Deletes events up to this one; the highest sequence number stays known.</summary>
    Task DeleteToAsync(string id, long sequence, CancellationToken cancel);

    /// <summary>Durable when it returns; replaces earlier snapshots.</summary>
    /// <exception cref="FencedException">A later writer has opened the id.</exception>
    Task SaveSnapshotAsync(string id, Stored snapshot, CancellationToken cancel);

    Task<Stored?> LoadSnapshotAsync(string id, CancellationToken cancel);
}

/// <summary>Another incarnation of the scheduler has taken the log over.</summary>
public sealed class FencedException(string id)
    : IOException($"another scheduler has opened the journal of '{id}' since: this one may write no more");
