using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

internal sealed partial class OverlaySnapshotter
{
    private const int Page = 4096; // all that mount(2) takes of options

    private SnapshotMounts Mounts(string id, ImmutableArray<string> folders)
    {
        ImmutableArray<string> lowers = folders.IsEmpty ? [Layers.LayerShelf.Ground] : folders;
        string upper = Path.Combine(_folder, id, Upper), work = Path.Combine(_folder, id, Work);
        // Relative like the layers: short, and free of whatever commas and colons the path of the root folder has.
        string own = $"../{Path.GetFileName(_folder)}/{id}";
        // index=off: the kernel's default may be on, and then refuses a second, reading overlay beside the container's.
        ImmutableArray<string> options = [$"lowerdir={string.Join(':', lowers)}", $"upperdir={own}/{Upper}", $"workdir={own}/{Work}", "index=off"];
        // Its owners are right on disk, and no map must be laid over them.
        if (folders is [var lower] && lower == $"{own}/{Copy}")
            options = options.Add(NotMapped);
        if (string.Join(',', options).Length >= Page)
        {
            throw new ImageException(
                ImageProblem.Storage, $"{lowers.Length} layers need more than the {Page} bytes of options that mount(2) takes; build the image with fewer");
        }

        return new SnapshotMounts([new SnapshotMount("overlay", "overlay", "/", options, _shelf.Folder)])
        {
            LayersFolder = _shelf.Folder,
            LowerFolders = lowers,
            UpperFolder = upper,
            WorkFolder = work,
        };
    }

    private ImmutableArray<string> Folders(ImageRecord image)
    {
        lock (_lock)
            return Folders(image.Layers.Select(l => l.ChainId));
    }

    /// <summary>Layer folders, the uppermost first.</summary>
    private ImmutableArray<string> Folders(IEnumerable<string> chain) =>
        [.. chain.Select(id => _index.FolderOf(id) ?? throw new ImageException(ImageProblem.NotFound, $"layer {id} is not on this node; pull its image anew")).Reverse()];

    private static void CheckId(string id)
    {
        if (id.Length is 0 or > 128 || id.StartsWith('.') || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            throw new ImageException(ImageProblem.Invalid, $"\"{id}\" cannot name a writable layer: letters, digits, \".\", \"-\" and \"_\", at most 128");
    }

    /// <summary>Finds the records again and clears away what was half made or half removed.</summary>
    private void Load()
    {
        foreach (string path in Directory.EnumerateDirectories(_folder))
        {
            string id = Path.GetFileName(path), file = Path.Combine(path, RecordFile);
            if (id.StartsWith('.') || !StoreJson.IsWhole(file))
                FileTree.Delete(_snapshots, Bytes(id));
            else
                _records[id] = StoreJson.Read(file, StoreJson.Default.SnapshotDocument);
        }
    }
}
