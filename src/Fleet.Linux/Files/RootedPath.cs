using System.Text;

namespace Fleet.Linux.Files;

/// <summary>
/// Opens names below a folder whose content a stranger made: every link and ".." is resolved as if that folder were "/"
/// (openat2(2), RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS). Nothing outside is ever reached.
/// </summary>
public static class RootedPath
{
    private const Resolve Inside = Resolve.InRoot | Resolve.NoMagicLinks;

    /// <summary>Opens a regular file or folder for reading, or null if there is none. A fifo or device is never opened.</summary>
    public static OwnedFd? OpenRead(OwnedFd root, string path)
    {
        // A device or fifo of the image must not be opened (it may block, or act): look first, then open what was looked at.
        using OwnedFd? found = Find(root, path);
        if (found is null || FileAt.Status(found).Kind is not (FileKind.Regular or FileKind.Folder))
            return null;
        return Reopen(found, OpenFlags.ReadOnly | OpenFlags.NonBlocking);
    }

    /// <summary>A descriptor that only names (O_PATH) what a path ends at, links followed; null if there is nothing.</summary>
    public static OwnedFd? Find(OwnedFd root, string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path.Length == 0 ? "." : path);
        OwnedFd? found = FileAt.TryOpen(root, name, OpenFlags.Path, out Errno errno, 0, Inside);
        return found ?? (errno.Value is 2 or 20 ? null : throw FileAt.Failed("open", name, errno)); // ENOENT, ENOTDIR
    }

    /// <summary>All of a small file; null if it is missing or not a regular file.</summary>
    /// <param name="limit">In bytes; a longer file is refused (EFBIG).</param>
    public static byte[]? ReadAll(OwnedFd root, string path, int limit = 4 << 20)
    {
        using OwnedFd? file = OpenRead(root, path);
        if (file is null)
            return null;
        FileStatus status = FileAt.Status(file);
        if (status.Kind != FileKind.Regular)
            return null;
        if (status.Size > limit)
            throw new KernelException("read", path, new Errno(27), $"a file here has at most {limit} bytes");
        var content = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int count; (count = FileData.Read(file, buffer)) > 0 && content.Length <= limit;)
            content.Write(buffer, 0, count);
        return content.ToArray();
    }

    /// <summary>Opens anew, with other flags, what an O_PATH descriptor names.</summary>
    public static OwnedFd Reopen(OwnedFd found, int flags)
    {
        using OwnedFd descriptors = FileAt.OpenFolder("/proc/self/fd");
        // This one magic link is our own, not the image's.
        OwnedFd opened = FileAt.Open(descriptors, Encoding.ASCII.GetBytes(found.Number.ToString()), flags, 0, Resolve.None);
        GC.KeepAlive(found);
        return opened;
    }
}
