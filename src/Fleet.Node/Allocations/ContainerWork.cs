using System.Collections.Immutable;
using Fleet.Containers;
using Fleet.Containers.Spec;
using Fleet.Images.Records;
using Fleet.Images.Snapshots;
using Fleet.Images.Store;
using Fleet.Images.Volumes;
using Fleet.Lifecycle.Containers;
using Fleet.Linux.Files;
using Fleet.Linux.Security;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>
/// What is done to containers, images and volumes on behalf of container actors. Holds no state of its own; each method may
/// take long and runs outside of actors.
/// </summary>
internal sealed class ContainerWork(ContainerRuntime runtime, ImageStore images, VolumeStore volumes, ContainerTable table, string nodeName, LogLimits logs) : IContainerWork
{
    public ContainerRuntime Runtime => runtime;

    public ImageRecord? FindImage(string digest) => digest.Length == 0 ? null : images.Find(digest);

    private bool? _layersCanBeMapped;   // asked once, when the first container with a user namespace comes

    public Task<AllocationRecord> PrepareAsync(AllocationRecord record, ImageRecord image) => Task.Run(async () =>
    {
        SpecCheck.With(Input(record, image, null));
        await SnapshotAsync(record, image).ConfigureAwait(false);
        foreach (var bind in record.Spec.Mounts.Where(mount => mount is { Type: MountType.Bind, MustExist: false } && !Path.Exists(mount.Source)))
        {
            Directory.CreateDirectory(bind.Source);     // as docker's -v does
        }
        return record with { AnonymousVolumes = PrepareVolumes(record, image) };
    });

    private async Task<SnapshotMounts> SnapshotAsync(AllocationRecord record, ImageRecord image)
    {
        string id = record.Id.ToString();
        if (record.UserRange is not { } users) return images.Snapshots.Prepare(id, image);
        _layersCanBeMapped ??= await runtime.CanMapAsync(images.LayersFolder).ConfigureAwait(false);
        if (_layersCanBeMapped.Value) return images.Snapshots.Prepare(id, image);
        var groups = record.GroupRange ?? users;
        return images.Snapshots.Prepare(id, image, new OwnerShift(users.First, users.Count, groups.First, groups.Count));
    }

    private ImmutableSortedDictionary<string, string> PrepareVolumes(AllocationRecord record, ImageRecord image)
    {
        string container = record.Id.ToString();
        var anonymous = record.AnonymousVolumes;
        foreach (var need in VolumePlan.Of(record.Spec, image.Config))
        {
            string? name = need.Name.Length > 0 ? need.Name : anonymous.GetValueOrDefault(need.Target);
            name = volumes.Create(name).Name;
            if (need.Name.Length == 0) anonymous = anonymous.SetItem(need.Target, name);
            volumes.Use(name, container);
            if (need.NoCopy) continue;
            using var merged = images.Snapshots.OpenMerged(image);
            volumes.CopyUp(name, merged, need.Target);
        }
        return anonymous;
    }

    public Task<RunningContainer> CreateAsync(AllocationRecord record, ImageRecord image, TerminalSize? terminal) => Task.Run(async () =>
    {
        using var joins = OpenedJoins.Open(record, table);
        var input = Input(record, image, terminal) with { Joined = joins.Joined };
        return await runtime.CreateAsync(ContainerRecipe.Make(input, await SnapshotAsync(record, image).ConfigureAwait(false))).ConfigureAwait(false);
    });

    public Task<(RunningContainer? Running, ContainerStatus Status)> AdoptAsync(AllocationRecord record) => Task.Run(async () =>
    {
        RunningContainer? running = null;
        if (record.Run > 0)
        {
            try
            {
                running = await runtime.AdoptAsync(record.Id.ToString()).ConfigureAwait(false);
            }
            catch (KeyNotFoundException)
            {
                // The agent died before it made this run, or its making failed.
            }
        }
        return (running, StatusOf.Adopted(record, running));
    });

    public Task DeleteAsync(AllocationRecord record) => Task.Run(async () =>
    {
        string id = record.Id.ToString();
        await runtime.DeleteAsync(id).ConfigureAwait(false);
        images.Snapshots.Remove(id);
        volumes.Release(id);
    });

    public Task DiscardAsync(RunningContainer running) => runtime.DeleteAsync(running.Id);

    /// <summary>What is executed, for those who look; null where it cannot be worked out (an image that makes no sense any more).</summary>
    public ProcessSpec? Describe(AllocationRecord record, ImageRecord image)
    {
        try
        {
            // A process is the same whatever it joins, and to look must not take that the others run.
            var alone = record with { Spec = record.Spec with { Namespaces = new() } };
            return ContainerRecipe.Make(Input(alone, image, null), new SnapshotMounts([])).Spec.Process;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>The branches of its root, the uppermost first.</summary>
    public IReadOnlyList<LayerView> LayersOf(AllocationRecord record, ImageRecord? image)
    {
        string id = record.Id.ToString();
        var layers = new List<LayerView>();
        if (images.Snapshots.FolderOf(id) is { } own) layers.Add(new LayerView(true, "", images.Snapshots.Usage(id).Bytes, own));
        if (images.Snapshots.CopyOf(id) is { } copy)
        {
            layers.Add(new LayerView(false, "", image?.Layers.Sum(layer => layer.Size) ?? 0, copy));
            return layers;
        }
        if (image is null) return layers;
        var view = images.Snapshots.View(image);
        layers.AddRange(image.Layers.Reverse().Zip(view.LowerFolders, (layer, folder) =>
            new LayerView(false, layer.DiffId, layer.Size, Path.Combine(view.LayersFolder, folder))));
        return layers;
    }

    public AllocationRecord? RecordOf(string id) => AllocationId.TryParse(id, out var known) ? table.Get(known)?.Record : null;

    public IReadOnlyList<MountView> MountsOf(AllocationRecord record, ImageRecord? image)
    {
        var others = record.Spec.Mounts.Where(mount => mount.Type != MountType.Volume)
            .Select(mount => new MountView(mount.Type, "", mount.Source, mount.Target, mount.ReadOnly));
        var named = VolumePlan.Of(record.Spec, image?.Config ?? new()).Select(need =>
        {
            string name = need.Name.Length > 0 ? need.Name : record.AnonymousVolumes.GetValueOrDefault(need.Target, "");
            string folder = name.Length > 0 ? volumes.Find(name)?.Folder ?? "" : "";
            return new MountView(MountType.Volume, name, folder, need.Target, need.ReadOnly);
        });
        return [.. others, .. named];
    }

    private RecipeInput Input(AllocationRecord record, ImageRecord image, TerminalSize? terminal) => new()
    {
        Record = record,
        Image = image,
        NodeName = nodeName,
        Logs = logs,
        TerminalSize = terminal,
        ResolvContent = NodeFiles.Read("/etc/resolv.conf"),
        HostsContent = NodeFiles.Read("/etc/hosts"),
        Capabilities = record.UserRange is null ? Capability.OwnPermitted() : ulong.MaxValue,  // its own namespace has them all
        DeviceAt = NodeFiles.DeviceAt,
        DevicesBelow = NodeFiles.DevicesBelow,
        IsFolder = Directory.Exists,
        RecordOf = RecordOf,
        VolumeFolders = record.Spec.Mounts.Where(mount => mount.Type == MountType.Volume && mount.Source.Length > 0).Select(mount => mount.Source)
            .Concat(record.AnonymousVolumes.Values).Distinct()
            .Select(volumes.Find).OfType<Volume>().ToImmutableDictionary(volume => volume.Name, volume => volume.Folder),
    };
}
