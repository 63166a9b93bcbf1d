using Fleet.Linux.Files;

namespace Fleet.Images.Changes;

/// <summary>A folder on disk, which a running container may be changing: no link is followed, nothing but folders is opened.</summary>
internal sealed class DiskFolder(OwnedFd folder) : ILayerFolder
{
    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    public bool IsOpaque => FileMeta.GetXattr(folder, "trusted.overlay.opaque") is [(byte)'y', ..];

    public IReadOnlyList<byte[]> Names() => FolderEntries.Read(folder);

    public FileStatus? Status(byte[] name) => FileAt.Status(folder, name);

    public byte[]? Capabilities(byte[] name)
    {
        using OwnedFd? file = FileAt.TryOpen(folder, name, OpenFlags.Path | OpenFlags.NoFollow, out _, 0, Itself);
        return file is null ? null : FileMeta.GetXattr(file, "security.capability");
    }

    public ILayerFolder? Enter(byte[] name) =>
        FileAt.TryOpen(folder, name, OpenFlags.Folder | OpenFlags.NoFollow, out _, 0, Itself) is { } below ? new DiskFolder(below) : null;

    public void Dispose() => folder.Dispose();
}
