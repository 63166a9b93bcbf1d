using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fleet.Control.Journal;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Store;

namespace Fleet.Journal.Raft;

/// <summary>
/// The log as the scheduler sees it, on whichever member it lives. Writes go to the leader; what is read is this member's own copy, once
/// it is as new as the question.
/// </summary>
internal sealed class RaftEventLog(Replica replica, TimeSpan patience, bool ownsReplica = true) : IEventLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<string, long> _generations = new();

    public async Task<long> OpenAsync(string id, CancellationToken cancel)
    {
        var opened = await ExecuteAsync(Command.OpenLog(id, Guid.NewGuid()), id, "opening", cancel).ConfigureAwait(false);
        await CatchUpAsync(opened.Index, cancel).ConfigureAwait(false);
        _generations[id] = opened.Value;
        return opened.Highest;
    }

    public async IAsyncEnumerable<Stored> ReadAsync(string id, long from, long to, long max, [EnumeratorCancellation] CancellationToken cancel)
    {
        await SeeAllAsync(cancel).ConfigureAwait(false);
        var events = replica.Store.Read(id, stream => stream.Events.ToArray());
        foreach (var stored in events)
        {
            if (stored.Sequence < from) continue;
            if (stored.Sequence > to || max-- <= 0) yield break;
            yield return stored;
        }
    }

    public async Task AppendAsync(string id, IReadOnlyList<Stored> events, CancellationToken cancel)
    {
        var verdict = await ExecuteAsync(Command.AppendEvents(id, Generation(id), events), id, "writing", cancel).ConfigureAwait(false);
        if (verdict.Ruling == Ruling.Gap)
            throw new InvalidDataException($"events {events[0].Sequence} to {events[^1].Sequence} of '{id}' do not follow event {verdict.Highest}, the last in the raft journal");
    }

    public Task DeleteToAsync(string id, long sequence, CancellationToken cancel) =>
        ExecuteAsync(Command.DeleteTo(id, Generation(id), sequence), id, "deleting", cancel);

    public Task SaveSnapshotAsync(string id, Stored snapshot, CancellationToken cancel) =>
        ExecuteAsync(Command.Save(id, Generation(id), snapshot), id, "saving a snapshot", cancel);

    public async Task<Stored?> LoadSnapshotAsync(string id, CancellationToken cancel)
    {
        await SeeAllAsync(cancel).ConfigureAwait(false);
        return replica.Store.Read(id, stream => stream.Snapshot);
    }

    public ValueTask DisposeAsync() => ownsReplica ? replica.DisposeAsync() : ValueTask.CompletedTask;

    private long Generation(string id) => _generations.TryGetValue(id, out long generation) ? generation : throw new FencedException(id);

    /// <summary>This member's copy holds all that anyone was told is written.</summary>
    private async Task SeeAllAsync(CancellationToken cancel)
    {
        var verdict = await ExecuteAsync(Command.DoNothing(), "", "reading", cancel).ConfigureAwait(false);
        await CatchUpAsync(verdict.Index, cancel).ConfigureAwait(false);
    }

    private async Task CatchUpAsync(long index, CancellationToken cancel)
    {
        try
        {
            await replica.AppliedAsync(index).WaitAsync(patience, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"this host's copy of the raft journal was not up to entry {index} within {patience.TotalSeconds:F0} s: {replica.Describe()}");
        }
    }

    /// <summary>Says a command until it has a verdict, which it may hear more than once and have only once.</summary>
    private async Task<Verdict> ExecuteAsync(ReadOnlyMemory<byte> command, string id, string doing, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = patience - Stopwatch.GetElapsedTime(began);
            try
            {
                if (left <= TimeSpan.Zero) throw new TimeoutException();
                var verdict = await replica.TryAsync(command).WaitAsync(left, cancel).ConfigureAwait(false);
                if (verdict.Ruling == Ruling.Fenced) throw new FencedException(id);
                if (verdict.Ruling != Ruling.Unknown) return verdict;
                await Task.Delay(Pause, cancel).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                string why = $"{doing} the raft journal failed after {patience.TotalSeconds:F0} s: {replica.Describe()}";
                throw replica.IsDiskFull ? new JournalFullException(why) : new NoMajorityException(why);
            }
        }
    }
}

/// <summary>The journal's disk takes no more. Once it does, so does the journal.</summary>
public sealed class JournalFullException(string message) : IOException(message);

/// <summary>Not enough control hosts see each other; the message names those that do not.</summary>
public sealed class NoMajorityException(string message) : IOException(message);
