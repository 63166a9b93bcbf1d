using System.Collections.Immutable;
using Fleet.Images.Changes;
using Fleet.Images.Snapshots;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

internal sealed class LocalFiles(ContainerTable table, ISnapshotter snapshots) : IContainerFiles
{
    /// <summary>Where every container gets a mount or a file of its own, with the folders above.</summary>
    private static readonly ImmutableHashSet<string> OwnPlaces =
        ["/dev", "/proc", "/sys", "/etc", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

    public Task<ImmutableArray<LayerChange>> DiffAsync(string name, CancellationToken cancel) => OnAsync(name, entry =>
    {
        uint first = entry.Record.UserRange?.First ?? 0;
        return snapshots.Changes(entry.Id, first, first, OwnPlaces);
    }, cancel);

    private async Task<T> OnAsync<T>(string name, Func<ContainerEntry, T> look, CancellationToken cancel)
    {
        var entry = table.Find(name);
        try
        {
            return await Task.Run(() => look(entry), cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            throw EngineErrors.Of(e, entry.Name);
        }
    }
}
