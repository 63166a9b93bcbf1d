using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Linux.Files;

namespace Fleet.Images.Snapshots;

internal sealed partial class OverlaySnapshotter
{
    private const string Copy = "image", HalfCopy = ".image", NotMapped = "noidmap";

    public string? CopyOf(string id)
    {
        string path = Path.Combine(_folder, id, Copy);
        return FolderOf(id) is not null && Directory.Exists(path) ? path : null;
    }

    /// <summary>What the writable layer stands on.</summary>
    private ImmutableArray<string> Lowers(SnapshotDocument record) =>
        Directory.Exists(Path.Combine(_folder, record.Id, Copy)) ? [$"../{Path.GetFileName(_folder)}/{record.Id}/{Copy}"] : Folders(record.Chain);

    // Long work, outside the lock: the record that exists by now holds the layers, and one container's work is one after the other.
    private void CopyFor(string id, ImageRecord image, OwnerShift owners)
    {
        using OwnedFd folder = FileAt.Open(_snapshots, Bytes(id), OpenFlags.Folder | OpenFlags.NoFollow);
        if (FileAt.Status(folder, Bytes(Copy)) is not null)
            return;
        FileTree.Delete(folder, Bytes(HalfCopy));
        FileAt.MakeFolder(folder, Bytes(HalfCopy), 0x1c0);
        using (OwnedFd half = FileAt.Open(folder, Bytes(HalfCopy), OpenFlags.Folder | OpenFlags.NoFollow))
        using (OwnedFd merged = OpenImage(Folders(image)))
        {
            FileCopy.Tree(merged, half, owners);
            FileData.SyncFileSystem(half);
        }

        FileAt.Rename(folder, Bytes(HalfCopy), folder, Bytes(Copy), replace: false);
        FileData.Sync(folder);
    }
}
