using System.Text;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Archives;

/// <summary>
/// Paths in a tree that a stranger may have made, and may be changing: all links end inside of it (openat2(2), RESOLVE_IN_ROOT),
/// and those of /proc that jump elsewhere are refused.
/// </summary>
internal static class TreePath
{
    private const Resolve Inside = Resolve.InRoot | Resolve.NoMagicLinks;

    /// <summary>The last part; "." for the root and for paths that end with "/." or "..".</summary>
    internal static string Name(string path)
    {
        string last = path.TrimEnd('/').Split('/')[^1];
        return path.EndsWith("/.", StringComparison.Ordinal) || last is "" or ".." ? "." : last;
    }

    /// <summary>A descriptor that only names what is there; null when nothing is. A link at the end is followed if "/" comes after it.</summary>
    internal static OwnedFd? Find(OwnedFd root, string path)
    {
        string last = path.Split('/')[^1];
        int flags = OpenFlags.Path | (last is "" or "." or ".." ? OpenFlags.Folder : OpenFlags.NoFollow);
        byte[] name = Encoding.UTF8.GetBytes("/" + path);
        OwnedFd? found = FileAt.TryOpen(root, name, flags, out Errno errno, 0, Inside);
        return found ?? (errno.Value is 2 or 20 ? null : throw new KernelException("open", path, errno)); // ENOENT, ENOTDIR
    }

    internal static PathStat Stat(OwnedFd found, string path)
    {
        FileStatus status = FileAt.Status(found);
        string target = status.Kind == FileKind.Symlink ? Encoding.UTF8.GetString(FileAt.ReadLink(found, [])) : "";
        return new PathStat(Name(path), status.Size, status.Mode, DateTimeOffset.FromUnixTimeSeconds(status.ModifiedSeconds), target);
    }
}
