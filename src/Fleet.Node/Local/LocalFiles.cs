using Akka.Actor;
using System.Collections.Immutable;
using Fleet.Images.Archives;
using Fleet.Images.Changes;
using Fleet.Images.Snapshots;
using Fleet.Linux;
using Fleet.Linux.Files;
using Fleet.Linux.Processes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

internal sealed class LocalFiles(IActorRef node, ContainerTable table, ContainerWork work, ISnapshotter snapshots) : IContainerFiles
{
    private const int ReadOnly = 30; // EROFS

    /// <summary>Where every container gets a mount or a file of its own, with the folders above.</summary>
    private static readonly ImmutableHashSet<string> OwnPlaces =
        ["/dev", "/proc", "/sys", "/etc", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

    public Task<ImmutableArray<LayerChange>> DiffAsync(string name, CancellationToken cancel) => OnAsync(name, entry =>
    {
        var (users, groups) = (entry.Record.UserRange, entry.Record.GroupRange ?? entry.Record.UserRange);
        return snapshots.Changes(entry.Id, users?.First ?? 0, groups?.First ?? 0, OwnPlaces);
    }, cancel);

    public Task<PathStat> StatAsync(string name, string path, CancellationToken cancel) => OnAsync(name, entry =>
    {
        using OwnedFd root = Root(entry);
        return TreePacker.Stat(root, path) ?? throw Missing(entry, path);
    }, cancel);

    public Task ReadAsync(string name, string path, string? rename, Func<PathStat, Stream> begin, CancellationToken cancel) => OnAsync(name, entry =>
    {
        using OwnedFd root = Root(entry);
        return TreePacker.Pack(root, path, rename, begin, Ids(entry), cancel) ? true : throw Missing(entry, path);
    }, cancel);

    public async Task WriteAsync(string name, string folder, Stream archive, bool keepOwners, CancellationToken cancel)
    {
        Task Unpack() => OnAsync(name, entry => Write(entry, folder, archive, keepOwners, cancel), cancel);
        var container = table.Find(name);
        // The layer of one that has ended is written to from here: no start may come between.
        if (container.HasEnded) await node.AskAsync<LayerUsed>(new UseLayer(container.Record.Id, Unpack), cancel).ConfigureAwait(false);
        else await Unpack().ConfigureAwait(false);
    }

    private bool Write(ContainerEntry entry, string folder, Stream archive, bool keepOwners, CancellationToken cancel)
    {
        var ids = Ids(entry);
        var options = new UnpackOptions
        {
            Owner = (uid, gid) => keepOwners ? (ids.Outside(uid), ids.Outside(gid)) : (ids.Outside(0), ids.Outside(0)),
            SetXattrs = true,
            Adopt = ids.First == 0 ? null : found => GiveToRootInside(found, ids),
        };
        return FileOwner.Run(ids.First, ids.First, () =>
        {
            try
            {
                using OwnedFd root = Root(entry);
                return TreeUnpacker.Unpack(root, folder, archive, options, cancel) ? true : throw Missing(entry, folder);
            }
            catch (KernelException e) when (e.Errno.Value == ReadOnly)
            {
                if (entry.Record.UserRange is not null && !entry.IsRunning && Mounts(entry).Any(mount => !mount.ReadOnly && IsBelow(folder, mount.Target)))
                {
                    throw new EngineException(EngineError.Conflict, $"{folder} is on a volume, whose ids are mapped only while {entry.Name} runs: start it first", inner: e);
                }

                string what = Mounts(entry).Any(mount => IsBelow(folder, mount.Target)) ? "mounted volume" : "container rootfs";
                throw new EngineException(EngineError.Conflict, $"{what} is marked read-only", inner: e);
            }
        });
    }

    private static IdShift Ids(ContainerEntry entry) => entry.Record.UserRange is { } range ? new(range.First, range.Count) : IdShift.None;

    private IReadOnlyList<MountView> Mounts(ContainerEntry entry) => work.MountsOf(entry.Record, entry.Image ?? work.FindImage(entry.Record.ImageDigest));

    /// <summary>A running one's with all its mounts; else its layers with volumes and binds over them, seen by nobody else.</summary>
    private OwnedFd Root(ContainerEntry entry)
    {
        if (entry.Running?.OpenRoot() is { } root) return root;
        // The id map of a volume goes with the container's process: without it nothing may be written there.
        bool mapped = entry.Record.UserRange is not null;
        return snapshots.OpenRoot(
            entry.Id,
            [.. Mounts(entry).Where(mount => mount.Type != MountType.Tmpfs && Path.Exists(mount.Source)).OrderBy(mount => mount.Target.Length)
                .Select(mount => new RootBind(mount.Source, mount.Target, mount.ReadOnly || mapped))],
            entry.Record.Spec.ReadOnlyRootfs);
    }

    /// <summary>What an image's folder is on disk has no meaning inside until its ids are mapped; a copy of it has to be right by itself.</summary>
    private static void GiveToRootInside(OwnedFd folder, IdShift ids)
    {
        var status = FileAt.Status(folder);
        if (!ids.Covers(status.Uid) && status.Uid < ids.Count && status.Gid < ids.Count)
        {
            FileMeta.SetOwner(folder, ids.Outside(status.Uid), ids.Outside(ids.Inside(status.Gid)));
        }
    }

    private static bool IsBelow(string path, string target) => $"/{path.Trim('/')}/".StartsWith(target.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static EngineException Missing(ContainerEntry entry, string path) =>
        new(EngineError.NotFound, $"Could not find the file {path} in container {entry.Name}");

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
