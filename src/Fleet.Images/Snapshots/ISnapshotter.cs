using System.Collections.Immutable;
using Fleet.Images.Changes;
using Fleet.Images.Records;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

/// <summary>
/// Makes a container's root out of an image's layers and a writable layer of its own. Nothing is mounted here: what has to
/// be mounted is handed on as a list, for the container's own mount namespace.
/// </summary>
public interface ISnapshotter
{
    /// <summary><c>overlay</c>, ...</summary>
    string Name { get; }

    /// <summary>
    /// The writable layer of container <paramref name="id"/> on <paramref name="image"/>: made if it is not there, else found
    /// again with all that was written. It stays until <see cref="Remove"/> and holds the image's layers until then.
    /// </summary>
    /// <exception cref="ImageException">The id holds a snapshot of another image; the disk is full.</exception>
    SnapshotMounts Prepare(string id, ImageRecord image);

    /// <summary>
    /// The same on a copy of the image that belongs to a user namespace's ids, made once and kept with the writable layer: for where
    /// layers cannot be shown through it (id-mapped mounts). The image's own layers stay as they are.
    /// </summary>
    SnapshotMounts Prepare(string id, ImageRecord image, OwnerShift owners);

    /// <summary>Where that copy is; null when there is none.</summary>
    string? CopyOf(string id);

    /// <summary>The image alone, read-only; needs no writable layer and is not kept.</summary>
    SnapshotMounts View(ImageRecord image);

    /// <summary>
    /// The merged tree of the image and, where there is one, of the writable layer of <paramref name="id"/>, read-only: the
    /// descriptor of a detached mount, which is in no mount table and goes when it is closed. For lookups by openat2(2) with
    /// RESOLVE_IN_ROOT (see <see cref="RootedPath"/>). A running container's later writes may or may not show.
    /// </summary>
    OwnedFd OpenMerged(string id);

    /// <inheritdoc cref="OpenMerged(string)"/>
    OwnedFd OpenMerged(ImageRecord image);

    /// <summary>Where the writable layer's files are on this host; null when there is none.</summary>
    string? FolderOf(string id);

    /// <summary>What the writable layer takes on disk.</summary>
    SnapshotUsage Usage(string id);

    /// <summary>
    /// The root of a container that does not run, to be read and written by openat2(2) with RESOLVE_IN_ROOT: a detached tree,
    /// in no mount table, which goes when it is closed. Must be closed before the container starts.
    /// </summary>
    /// <param name="id">The container's.</param>
    /// <param name="binds">Mounted over it, in this order.</param>
    /// <param name="readOnly">All but the binds.</param>
    OwnedFd OpenRoot(string id, IReadOnlyList<RootBind> binds, bool readOnly);

    /// <summary>What the writable layer changes of its image; of a running container what it finds on its way.</summary>
    /// <param name="id">The container's.</param>
    /// <param name="firstUid">With a user namespace: the host's uid that is 0 inside.</param>
    /// <param name="firstGid">The same for groups.</param>
    /// <param name="ownPlaces">Mount points, with the folders above them, that are not listed when they are new and empty.</param>
    ImmutableArray<LayerChange> Changes(string id, uint firstUid, uint firstGid, IReadOnlySet<string> ownPlaces);

    ImmutableArray<SnapshotRecord> List();

    /// <summary>Deletes the writable layer and lets go of the image; false if there was none. Must not be mounted any more.</summary>
    bool Remove(string id);
}

/// <param name="Id">The container's id.</param>
/// <param name="ImageDigest">The image it stands on.</param>
/// <param name="Created">When it was first prepared.</param>
public sealed record SnapshotRecord(string Id, string ImageDigest, DateTimeOffset Created);

/// <param name="Bytes">On disk (blocks, not lengths).</param>
/// <param name="Inodes">Files and folders of all kinds.</param>
public sealed record SnapshotUsage(long Bytes, long Inodes);
