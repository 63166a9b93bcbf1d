namespace Fleet.Linux.Files;

/// <summary>Copies of files with all that belongs to them: owner, mode, times, links, holes and extended attributes.</summary>
public static class FileCopy
{
    private const int DeepestTree = 2048; // as deep as a path of PATH_MAX bytes can be

    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    /// <summary>
    /// Owner, mode, extended attributes and times, in the order in which none undoes another. Overlay's own marks stay
    /// behind: they mean something only where they are.
    /// </summary>
    /// <param name="owners">Given where the copy is for a user namespace; null keeps the owners.</param>
    public static void Attributes(OwnedFd from, OwnedFd to, OwnerShift? owners = null)
    {
        FileStatus status = FileAt.Status(from);
        FileMeta.SetOwner(to, Uid(status, owners), Gid(status, owners));
        FileMeta.SetMode(to, status.Permissions);
        Xattrs(from, to, owners);
        FileMeta.SetTimes(to, status.ModifiedSeconds, status.ModifiedNanoseconds);
    }

    private static void Xattrs(OwnedFd from, OwnedFd to, OwnerShift? owners)
    {
        foreach (string name in FileMeta.ListXattrs(from))
        {
            if (!IsOverlayMark(name) && FileMeta.GetXattr(from, name) is { } value)
                FileMeta.SetXattr(to, name, owners?.Xattr(name, value) ?? value);
        }
    }

    private static uint Uid(FileStatus status, OwnerShift? owners) => owners?.Uid(status.Uid) ?? status.Uid;

    private static uint Gid(FileStatus status, OwnerShift? owners) => owners?.Gid(status.Gid) ?? status.Gid;

    /// <summary>Whether overlayfs itself reads meaning into an attribute.</summary>
    public static bool IsOverlayMark(string xattr) =>
        xattr.StartsWith("trusted.overlay.", StringComparison.Ordinal) || xattr.StartsWith("user.overlay.", StringComparison.Ordinal);

    /// <summary>Copies one file of any kind but a folder to a name that is free.</summary>
    public static void File(OwnedFd fromFolder, ReadOnlySpan<byte> from, OwnedFd toFolder, ReadOnlySpan<byte> to, OwnerShift? owners = null)
    {
        FileStatus status = FileAt.Status(fromFolder, from) ?? throw FileAt.Failed("copy", from, new Errno(2));
        switch (status.Kind)
        {
            case FileKind.Regular:
                using (OwnedFd source = FileAt.Open(fromFolder, from, OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking, 0, Itself))
                using (OwnedFd target = FileAt.Open(toFolder, to, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, 0x180))
                {
                    FileData.Copy(source, target);
                    Attributes(source, target, owners);
                }

                return;
            case FileKind.Symlink:
                FileAt.MakeSymlink(toFolder, to, FileAt.ReadLink(fromFolder, from));
                FileAt.SetOwner(toFolder, to, Uid(status, owners), Gid(status, owners));
                break;
            case FileKind.Folder:
                throw FileAt.Failed("copy", from, new Errno(21));
            default:
                FileAt.MakeNode(toFolder, to, status.Mode, status.NodeMajor, status.NodeMinor);
                FileAt.SetOwner(toFolder, to, Uid(status, owners), Gid(status, owners));
                using (OwnedFd made = FileAt.Open(toFolder, to, OpenFlags.Path | OpenFlags.NoFollow, 0, Itself))
                    FileMeta.SetMode(made, status.Permissions);
                break;
        }

        using (OwnedFd source = FileAt.Open(fromFolder, from, OpenFlags.Path | OpenFlags.NoFollow))
        using (OwnedFd target = FileAt.Open(toFolder, to, OpenFlags.Path | OpenFlags.NoFollow))
            Xattrs(source, target, owners);
        FileAt.SetTimes(toFolder, to, status.ModifiedSeconds, status.ModifiedNanoseconds);
    }

    /// <summary>Copies all that is in one folder into another, empty one, and the folder's own attributes.</summary>
    /// <param name="owners">As for <see cref="Attributes"/>.</param>
    public static void Tree(OwnedFd from, OwnedFd to, OwnerShift? owners = null)
    {
        var linked = new Dictionary<(uint, uint, ulong), (OwnedFd Folder, byte[] Name)>();
        try
        {
            Tree(from, to, linked, owners, 0);
        }
        finally
        {
            foreach ((OwnedFd folder, _) in linked.Values)
                folder.Dispose();
        }
    }

    private static void Tree(
        OwnedFd from, OwnedFd to, Dictionary<(uint, uint, ulong), (OwnedFd Folder, byte[] Name)> linked, OwnerShift? owners, int depth)
    {
        if (depth > DeepestTree)
            throw new KernelException("copy", to.ProcPath, new Errno(40), $"it has more than {DeepestTree} folders in one another");
        foreach (byte[] name in FolderEntries.Read(from))
        {
            if (FileAt.Status(from, name) is not { } status)
                continue;
            if (status.IsFolder)
            {
                FileAt.MakeFolder(to, name, 0x1c0);
                using OwnedFd source = FileAt.Open(from, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself);
                using OwnedFd target = FileAt.Open(to, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself);
                Tree(source, target, linked, owners, depth + 1);
                continue;
            }

            (uint, uint, ulong) inode = (status.DeviceMajor, status.DeviceMinor, status.Inode);
            if (status.Links > 1 && linked.TryGetValue(inode, out (OwnedFd Folder, byte[] Name) first))
            {
                FileAt.Link(first.Folder, first.Name, to, name);
                continue;
            }

            File(from, name, to, name, owners);
            if (status.Links > 1)
            {
                // The folder's descriptor may be closed before the next name of this file comes up: keep one of its own.
                OwnedFd folder = FileAt.Open(to, "."u8, OpenFlags.Path | OpenFlags.Folder);
                linked[inode] = (folder, name);
            }
        }

        Attributes(from, to, owners);
    }
}
