using Akka.Configuration;
using Akka.Persistence;
using Fleet.Control.Journal.Events;

namespace Fleet.Control.Journal;

/// <summary>Akka.Persistence's snapshot store over an <see cref="IEventLog"/>; keeps the newest snapshot only.</summary>
public sealed class SnapshotStore : Akka.Persistence.Snapshot.SnapshotStore
{
    private readonly JournalPlugin _plugin = JournalPlugin.Of(Context.System);

    public SnapshotStore(Config _)
    {
    }

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var stored = await _plugin.Log.LoadSnapshotAsync(persistenceId, cancellationToken)
            .WaitAsync(_plugin.RecoverWithin, cancellationToken).ConfigureAwait(false);
        if (stored is not { } snapshot || snapshot.Sequence > criteria.MaxSequenceNr) return null;

        object read = JournalCodec.Read(snapshot.Manifest, snapshot.Payload.Span);
        return new SelectedSnapshot(new SnapshotMetadata(persistenceId, snapshot.Sequence, DateTime.UnixEpoch), read);
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var (manifest, payload) = JournalCodec.Write(snapshot);
        return _plugin.Log.SaveSnapshotAsync(metadata.PersistenceId, new Stored(metadata.SequenceNr, manifest, payload), cancellationToken);
    }

    // Saving replaces the earlier one, so there is never one to delete.
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
