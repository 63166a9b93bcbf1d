using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Fleet.Control.Journal.Events;

namespace Fleet.Control.Journal;

/// <summary>Akka.Persistence's journal over an <see cref="IEventLog"/>.</summary>
public sealed class EventJournal : AsyncWriteJournal
{
    // Who was shut out is most often a host that stood still and does not know yet that the cluster went on without it. It hears of
    // that within a second; were it to open the log again before, it would shut out its lawful successor in turn.
    private static readonly TimeSpan QuietAfterFence = TimeSpan.FromSeconds(3);

    private readonly JournalPlugin _plugin = JournalPlugin.Of(Context.System);
    private long _fencedAt;

    // Akka hands its plugins their configuration.
    public EventJournal(Config _)
    {
    }

    // A recovery begins here: opening shuts out every earlier writer before this one reads.
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        Bounded("opening the journal", async cancel =>
        {
            if (_fencedAt != 0 && QuietAfterFence - Stopwatch.GetElapsedTime(_fencedAt) is var left && left > TimeSpan.Zero)
                await Task.Delay(left, cancel).ConfigureAwait(false);
            return await _plugin.Log.OpenAsync(persistenceId, cancel).ConfigureAwait(false);
        }, cancellationToken);

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback) =>
        Bounded("reading the journal", async cancel =>
        {
            long expected = fromSequenceNr;
            await foreach (var stored in _plugin.Log.ReadAsync(persistenceId, fromSequenceNr, toSequenceNr, max, cancel))
            {
                if (stored.Sequence != expected)
                    throw new InvalidDataException(
                        $"the journal lacks event {expected} of '{persistenceId}': the next one is {stored.Sequence}");
                expected++;
                object read = JournalCodec.Read(stored.Manifest, stored.Payload.Span);
                recoveryCallback(new Persistent(read, stored.Sequence, persistenceId, "", false, ActorRefs.NoSender, $"{stored.Writer}"));
            }
            return expected;
        }, CancellationToken.None);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var group in messages.GroupBy(write => write.PersistenceId))
                await _plugin.Log.AppendAsync(group.Key, [.. group.SelectMany(Stored)], cancellationToken).ConfigureAwait(false);
            return null!;      // none rejected; says AsyncWriteJournal
        }
        catch (FencedException)
        {
            _fencedAt = Stopwatch.GetTimestamp();
            throw;
        }
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        _plugin.Log.DeleteToAsync(persistenceId, toSequenceNr, cancellationToken);

    private static IEnumerable<Stored> Stored(AtomicWrite write) =>
        ((IImmutableList<IPersistentRepresentation>)write.Payload).Select(persistent =>
        {
            var (manifest, payload) = JournalCodec.Write(persistent.Payload);
            return new Stored(persistent.SequenceNr, manifest, payload);
        });

    private async Task<T> Bounded<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work(cancel).WaitAsync(_plugin.RecoverWithin, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{what} took longer than {_plugin.RecoverWithin.TotalSeconds:F0} s: is its disk or database overloaded or out of reach?");
        }
    }
}
