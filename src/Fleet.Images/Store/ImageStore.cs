using System.Collections.Immutable;
using Fleet.Images.Content;
using Fleet.Images.Layers;
using Fleet.Images.Records;
using Fleet.Images.References;
using Fleet.Images.Snapshots;
using Fleet.Linux.Files;

namespace Fleet.Images.Store;

/// <summary>
/// The images of one node below one folder: blobs by digest, unpacked layers, writable layers, and the records that tie
/// them together. One process owns it (a lock file says so); within it every member may be called from any thread.
/// </summary>
public sealed partial class ImageStore : IDisposable
{
    private readonly ImageStoreOptions _options;
    private readonly OwnedFd _ownership;
    private readonly object _lock = new();
    private readonly Pins _pins;
    private readonly StoreIndex _index;
    private readonly BlobStore _blobs;
    private readonly LayerShelf _shelf;
    private readonly LayerStacker _stacker;
    private readonly BlobFetcher _fetcher;
    private readonly ImageAssembler _assembler;
    private readonly OverlaySnapshotter _snapshots;

    private ImageStore(string folder, ImageStoreOptions options, OwnedFd ownership)
    {
        (_options, _ownership, _pins) = (options, ownership, new Pins(_lock));
        _index = new StoreIndex(Path.Combine(folder, "store.json"));
        _blobs = new BlobStore(folder);
        _shelf = new LayerShelf(Path.Combine(folder, "layers"));
        _stacker = new LayerStacker(_blobs, _shelf, _index, _lock, options);
        _fetcher = new BlobFetcher(_blobs, options);
        _assembler = new ImageAssembler(_fetcher, _stacker, options);
        _snapshots = new OverlaySnapshotter(Path.Combine(folder, "snapshots"), _shelf, _index, _lock, options.Time);
        Sweep();
    }

    /// <summary>Opens or makes the store, and clears away what an interrupted import or removal left.</summary>
    /// <exception cref="ImageException">Another process holds it; its records cannot be read.</exception>
    public static ImageStore Open(string folder, ImageStoreOptions? options = null)
    {
        folder = Path.GetFullPath(folder);
        DurableFile.MakeFolder(folder, (UnixFileMode)0x1ed);
        using OwnedFd opened = FileAt.OpenFolder(folder);
        OwnedFd ownership = FileAt.Open(opened, "lock"u8, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow, 0x180);
        if (!FileData.TryLock(ownership))
        {
            ownership.Dispose();
            throw new ImageException(ImageProblem.InUse, $"the image store {folder} is held by another agent; stop it, or use another root folder");
        }

        try
        {
            return new ImageStore(folder, options ?? new ImageStoreOptions(), ownership);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Writable layers and merged views.</summary>
    public ISnapshotter Snapshots => _snapshots;

    /// <summary>Where the unpacked layers are.</summary>
    public string LayersFolder => _shelf.Folder;

    /// <summary>By name, digest, id or unique prefix of one (of two digits at least); null if there is none.</summary>
    /// <exception cref="ImageException"><see cref="ImageProblem.Ambiguous"/>.</exception>
    public ImageRecord? Find(string nameOrId)
    {
        if (ImageReference.TryParse(nameOrId) is { } reference)
        {
            ImageRecord? named = reference.Digest.Length > 0 ? _index.ByDigest(reference.Digest) : _index.ByName(reference.ToString());
            if (named is not null)
                return named;
        }

        string prefix = nameOrId.StartsWith(Digest.Prefix, StringComparison.Ordinal) ? nameOrId : Digest.Prefix + nameOrId;
        if (prefix.Length < Digest.Prefix.Length + 2)
            return null;
        IReadOnlyCollection<ImageRecord> images = _index.Images;
        List<ImageRecord> found = [.. images.Where(i => i.Digest.StartsWith(prefix, StringComparison.Ordinal))];
        return found.Count <= 1
            ? found.FirstOrDefault() ?? images.FirstOrDefault(i => i.ConfigDigest == prefix)
            : throw new ImageException(ImageProblem.Ambiguous, $"{nameOrId} fits {found.Count} images: {string.Join(", ", found.Select(i => i.ShortId).Take(5))}; give more digits");
    }

    public ImmutableArray<ImageRecord> List() =>
        [.. _index.Images.OrderBy(i => i.Names.FirstOrDefault() ?? "", StringComparer.Ordinal).ThenBy(i => i.Digest, StringComparer.Ordinal)];

    /// <summary>A blob (manifest, config or layer) for another node, or null. Length is known and reading may start anywhere.</summary>
    public FileStream? OpenBlob(string digest) => _blobs.Open(digest);

    public void Dispose()
    {
        _snapshots.Dispose();
        _stacker.Dispose();
        _shelf.Dispose();
        _ownership.Dispose();
    }

    private static ImageException NotFound(string nameOrId) =>
        new(ImageProblem.NotFound, $"there is no image {nameOrId} on this node; fleet image list shows those that are");
}
