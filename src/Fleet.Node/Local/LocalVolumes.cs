using Akka.Actor;
using Fleet.Images.Volumes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;
using Fleet.Node.Events;

namespace Fleet.Node.Local;

internal sealed class LocalVolumes(IActorRef node, VolumeStore store, ContainerTable table, EventLog events) : IVolumeEngine
{
    public Task<VolumeView> CreateAsync(string? name, IReadOnlyDictionary<string, string>? labels, CancellationToken cancel)
    {
        try
        {
            bool isNew = name is null || store.Find(name) is null;
            var volume = store.Create(name, labels);
            if (isNew) Changed("create", volume.Name);
            return Task.FromResult(View(volume));
        }
        catch (Exception e)
        {
            throw EngineErrors.Of(e, $"volume {name}");
        }
    }

    public Task<IReadOnlyList<VolumeView>> ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<VolumeView>>(
        [.. store.List().OrderBy(volume => volume.Name, StringComparer.Ordinal).Select(View)]);

    public Task RemoveAsync(string name, bool force, CancellationToken cancel) => Task.Run(() =>
    {
        try
        {
            if (force && store.Find(name) is null) return;      // as docker: with force a missing one is no error
            store.Remove(name);
            Changed("destroy", name);
        }
        catch (Exception e)
        {
            throw EngineErrors.Of(e, $"volume {name}");
        }
    }, cancel);

    private void Changed(string action, string name)
    {
        events.Add("volume", action, name, name);
        node.Tell(SomethingChanged.Instance);
    }

    private VolumeView View(Volume volume) => new(
        volume.Name, volume.Folder, volume.Created, volume.Labels, volume.Anonymous, [.. volume.Users.Select(NameOf)]);

    private string NameOf(string container) =>
        AllocationId.TryParse(container, out var id) && table.Get(id) is { } entry ? entry.Name : container;
}
