namespace Fleet.Linux.Files;

/// <summary>Whole trees, walked by descriptors: no link is followed, names may be any bytes, depth is no matter of path length.</summary>
public static class FileTree
{
    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    /// <summary>Deletes a name and all below it; false if there was nothing.</summary>
    public static bool Delete(OwnedFd folder, ReadOnlySpan<byte> name)
    {
        FileStatus? status = FileAt.Status(folder, name);
        if (status is null)
            return false;
        if (!status.Value.IsFolder)
            return FileAt.Unlink(folder, name);
        using (OwnedFd below = FileAt.Open(folder, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself))
            Empty(below);
        return FileAt.RemoveFolder(folder, name);
    }

    /// <summary>Deletes all that is in a folder.</summary>
    public static void Empty(OwnedFd folder)
    {
        foreach (byte[] name in FolderEntries.Read(folder))
            Delete(folder, name);
    }

    /// <summary>Bytes on disk and number of inodes below a folder, itself included; a file with several names counts once.</summary>
    public static (long Bytes, long Inodes) Measure(OwnedFd folder)
    {
        var seen = new HashSet<(uint, uint, ulong)>();
        (long bytes, long inodes) = (FileAt.Status(folder).Blocks * 512, 1);
        Measure(folder, seen, ref bytes, ref inodes);
        return (bytes, inodes);
    }

    private static void Measure(OwnedFd folder, HashSet<(uint, uint, ulong)> seen, ref long bytes, ref long inodes)
    {
        foreach (byte[] name in FolderEntries.Read(folder))
        {
            // A running container may delete what was just listed.
            if (FileAt.Status(folder, name) is not { } status)
                continue;
            if (!status.IsFolder && status.Links > 1 && !seen.Add((status.DeviceMajor, status.DeviceMinor, status.Inode)))
                continue;
            bytes += status.Blocks * 512;
            inodes++;
            if (status.IsFolder && FileAt.TryOpen(folder, name, OpenFlags.Folder | OpenFlags.NoFollow, out _, 0, Itself) is { } below)
            {
                using (below)
                    Measure(below, seen, ref bytes, ref inodes);
            }
        }
    }
}
