using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Fleet.Images.Layers;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

/// <summary>Overlayfs: the image's layers below, one folder to write to above (kernel: filesystems/overlayfs.rst).</summary>
internal sealed partial class OverlaySnapshotter : ISnapshotter, IDisposable
{
    private const string Upper = "fs", Work = "work", RecordFile = "snapshot.json";

    private readonly string _folder;
    private readonly OwnedFd _snapshots;
    private readonly LayerShelf _shelf;
    private readonly StoreIndex _index;
    private readonly object _lock;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SnapshotDocument> _records = new(StringComparer.Ordinal);

    internal OverlaySnapshotter(string folder, LayerShelf shelf, StoreIndex index, object indexLock, TimeProvider time)
    {
        (_folder, _shelf, _index, _lock, _time) = (folder, shelf, index, indexLock, time);
        Directory.CreateDirectory(folder);
        _snapshots = FileAt.OpenFolder(folder);
        FileMeta.SetMode(_snapshots, 0x1c0);
        Load();
    }

    public string Name => "overlay";

    public SnapshotMounts Prepare(string id, ImageRecord image, OwnerShift owners)
    {
        Prepare(id, image);
        try
        {
            CopyFor(id, image, owners);
        }
        catch (KernelException e)
        {
            throw new ImageException(ImageProblem.Storage, $"the copy of {image.Digest} for the user namespace of container {id} cannot be made: {e.Message}", e);
        }

        return Prepare(id, image);
    }

    public SnapshotMounts Prepare(string id, ImageRecord image)
    {
        CheckId(id);
        lock (_lock)
        {
            if (_records.TryGetValue(id, out SnapshotDocument? there))
            {
                return there.ImageDigest == image.Digest
                    ? Mounts(id, Lowers(there))
                    : throw new ImageException(ImageProblem.InUse, $"container {id} already has a writable layer on {there.ImageDigest}, not on {image.Digest}; remove it first");
            }

            if (_index.ByDigest(image.Digest) is null)
                throw new ImageException(ImageProblem.NotFound, $"image {image.Digest} is not on this node");
            if (FileData.IsOnOverlay(_snapshots))
            {
                throw new ImageException(
                    ImageProblem.Storage, $"{_folder} is itself on an overlay file system, on which no container can write; put Fleet's root folder on a disk of the host (in a container: on a volume)");
            }

            var record = new SnapshotDocument(id, image.Digest, _time.GetUtcNow(), [.. image.Layers.Select(l => l.ChainId)]);
            ImmutableArray<string> folders = Folders(record.Chain);
            try
            {
                Make(record, folders);
            }
            catch (KernelException e)
            {
                FileTree.Delete(_snapshots, Bytes("." + id));
                throw new ImageException(ImageProblem.Storage, $"the writable layer of container {id} cannot be made: {e.Message}", e);
            }

            _records[id] = record;
            return Mounts(id, folders);
        }
    }

    public SnapshotMounts View(ImageRecord image)
    {
        ImmutableArray<string> folders = Folders(image);
        ImmutableArray<string> lowers = [.. folders.Add(LayerShelf.Ground)];
        if (lowers.Length == 1)
            lowers = lowers.Add(lowers[0]);
        return new SnapshotMounts([new SnapshotMount("overlay", "overlay", "/", [$"lowerdir={string.Join(':', lowers)}"], _shelf.Folder)])
        {
            LayersFolder = _shelf.Folder,
            LowerFolders = lowers,
        };
    }

    public OwnedFd OpenMerged(string id)
    {
        ImmutableArray<string> folders;
        lock (_lock)
            folders = Folders(Record(id).Chain);
        // A writable layer may be in use by its container: here it is one more layer to read.
        return _shelf.OpenMerged([$"../{Path.GetFileName(_folder)}/{id}/{Upper}", .. folders]);
    }

    public OwnedFd OpenMerged(ImageRecord image) => _shelf.OpenMerged(Folders(image));

    public string? FolderOf(string id)
    {
        lock (_lock)
            return _records.ContainsKey(id) ? Path.Combine(_folder, id, Upper) : null;
    }

    public SnapshotUsage Usage(string id)
    {
        lock (_lock)
            _ = Record(id);
        using OwnedFd upper = FileAt.Open(_snapshots, Bytes($"{id}/{Upper}"), OpenFlags.Folder | OpenFlags.NoFollow);
        (long bytes, long inodes) = FileTree.Measure(upper);
        return new SnapshotUsage(bytes, inodes);
    }

    public ImmutableArray<SnapshotRecord> List()
    {
        lock (_lock)
            return [.. _records.Values.OrderBy(r => r.Created).Select(r => new SnapshotRecord(r.Id, r.ImageDigest, r.Created))];
    }

    public bool Remove(string id)
    {
        CheckId(id);
        lock (_lock)
        {
            if (!_records.Remove(id))
                return false;
            // Out of sight at once; what an interruption leaves is deleted at the next start.
            FileAt.Rename(_snapshots, Bytes(id), _snapshots, Bytes("." + id));
            FileData.Sync(_snapshots);
        }

        FileTree.Delete(_snapshots, Bytes("." + id));
        return true;
    }

    public void Dispose() => _snapshots.Dispose();

    private void Make(SnapshotDocument record, ImmutableArray<string> folders)
    {
        byte[] beside = Bytes("." + record.Id);
        FileTree.Delete(_snapshots, beside);
        FileAt.MakeFolder(_snapshots, beside, 0x1c0);
        using OwnedFd folder = FileAt.Open(_snapshots, beside, OpenFlags.Folder | OpenFlags.NoFollow);
        FileAt.MakeFolder(folder, Bytes(Work), 0x1c0);
        FileAt.MakeFolder(folder, Bytes(Upper), 0x1ed);
        using (OwnedFd upper = FileAt.Open(folder, Bytes(Upper), OpenFlags.Folder | OpenFlags.NoFollow))
        using (OwnedFd top = _shelf.Open(folders.IsEmpty ? LayerShelf.Ground : folders[0]))
        {
            // The root of an overlay looks as the uppermost folder does, so that one takes after the image's.
            FileCopy.Attributes(top, upper);
        }

        using (OwnedFd file = FileAt.Open(folder, Bytes(RecordFile), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.NoFollow, 0x180))
        {
            FileData.Write(file, JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.SnapshotDocument));
            // Renamed first: where a file system has one journal, the first flush then carries all of it, and the others find nothing
            // to do. A record that a power cut leaves without its end (Load) was never spoken of.
            FileAt.Rename(_snapshots, beside, _snapshots, Bytes(record.Id), replace: false);
            FileData.Sync(file);
        }

        FileData.Sync(folder);
        FileData.Sync(_snapshots);
    }

    private SnapshotDocument Record(string id) =>
        _records.GetValueOrDefault(id) ?? throw new ImageException(ImageProblem.NotFound, $"container {id} has no writable layer on this node");

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}
