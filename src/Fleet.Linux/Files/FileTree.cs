using System.Text;

namespace Fleet.Linux.Files;

/// <summary>
/// Whole trees, walked by descriptors: no link is followed, and names may be any bytes. A container may have made them, so
/// that neither their depth nor their changing meanwhile may do harm.
/// </summary>
public static class FileTree
{
    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    /// <summary>How deep one walk goes: each level takes a descriptor and some stack.</summary>
    private const int Depth = 400;

    /// <summary>Deletes a name and all below it; false if there was nothing.</summary>
    public static bool Delete(OwnedFd folder, ReadOnlySpan<byte> name)
    {
        if (FileAt.Status(folder, name) is null)
            return false;
        // What lies too deep is moved up beside the name, and has its turn after.
        var left = new Queue<byte[]>([name.ToArray()]);
        while (left.TryDequeue(out byte[]? next))
            Delete(folder, next, folder, left, 0);
        return true;
    }

    private static void Delete(OwnedFd folder, byte[] name, OwnedFd top, Queue<byte[]> left, int depth)
    {
        if (FileAt.Status(folder, name) is not { IsFolder: true })
        {
            FileAt.Unlink(folder, name);
            return;
        }

        if (depth == Depth)
        {
            byte[] aside = Encoding.ASCII.GetBytes($".deep-{Guid.NewGuid():N}");
            FileAt.Rename(folder, name, top, aside);
            left.Enqueue(aside);
            return;
        }

        using (OwnedFd below = FileAt.Open(folder, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself))
        {
            foreach (byte[] child in FolderEntries.Read(below))
                Delete(below, child, top, left, depth + 1);
        }

        FileAt.RemoveFolder(folder, name);
    }

    /// <summary>
    /// Bytes on disk and number of inodes below a folder, itself included; a file with several names counts once, and what
    /// lies more than 400 folders deep does not.
    /// </summary>
    public static (long Bytes, long Inodes) Measure(OwnedFd folder)
    {
        var seen = new HashSet<(uint, uint, ulong)>();
        (long bytes, long inodes) = (FileAt.Status(folder).Blocks * 512, 1);
        Measure(folder, seen, ref bytes, ref inodes, 0);
        return (bytes, inodes);
    }

    private static void Measure(OwnedFd folder, HashSet<(uint, uint, ulong)> seen, ref long bytes, ref long inodes, int depth)
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
            if (status.IsFolder && depth < Depth
                && FileAt.TryOpen(folder, name, OpenFlags.Folder | OpenFlags.NoFollow, out _, 0, Itself) is { } below)
            {
                using (below)
                    Measure(below, seen, ref bytes, ref inodes, depth + 1);
            }
        }
    }
}
