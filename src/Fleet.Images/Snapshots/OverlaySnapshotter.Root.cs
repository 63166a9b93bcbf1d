using System.Collections.Immutable;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

internal sealed partial class OverlaySnapshotter
{
    public OwnedFd OpenRoot(string id, IReadOnlyList<RootBind> binds, bool readOnly)
    {
        SnapshotMounts mounts;
        lock (_lock)
            mounts = Mounts(id, Lowers(Record(id)));
        SnapshotMount overlay = mounts.Mounts[0];
        return DetachedRoot.Open(overlay.WorkingFolder, mounts.LowerFolders[^1], string.Join(',', overlay.Options.Where(option => option != NotMapped)), binds, readOnly);
    }
}
