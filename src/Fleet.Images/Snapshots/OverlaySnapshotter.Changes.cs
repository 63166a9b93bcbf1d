using System.Collections.Immutable;
using Fleet.Images.Changes;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

internal sealed partial class OverlaySnapshotter
{
    public ImmutableArray<LayerChange> Changes(string id, uint firstUid, uint firstGid, IReadOnlySet<string> ownPlaces)
    {
        ImmutableArray<string> folders;
        lock (_lock)
            folders = Folders(Record(id).Chain);
        using var lower = new DiskFolder(OpenImage(folders));
        using var upper = new DiskFolder(FileAt.Open(_snapshots, Bytes($"{id}/{Upper}"), OpenFlags.Folder | OpenFlags.NoFollow));
        return LayerComparison.Of(upper, lower, firstUid, firstGid, ownPlaces);
    }

    // A descriptor of a detached mount only names it: it is opened again to be listed.
    private OwnedFd OpenImage(ImmutableArray<string> folders)
    {
        using OwnedFd merged = _shelf.OpenMerged(folders);
        return FileAt.Open(merged, "."u8, OpenFlags.Folder);
    }
}
