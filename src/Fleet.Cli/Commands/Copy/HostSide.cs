using Fleet.Images;
using Fleet.Images.Archives;
using Fleet.Linux.Files;

namespace Fleet.Cli.Commands.Copy;

/// <summary>The files of this host, as the user who asks may see them.</summary>
internal static class HostSide
{
    /// <summary>With all links on the way followed; the last one too if <paramref name="follow"/>. "/." and "/" at the end stay.</summary>
    public static string FullPath(string path, bool follow)
    {
        string full = Path.GetFullPath(path);
        if (path.EndsWith("/.", StringComparison.Ordinal) || path is ".") return full.TrimEnd('/') + "/.";
        if (follow && File.ResolveLinkTarget(full.TrimEnd('/'), returnFinalTarget: true) is { } target) return target.FullName;
        return full;
    }

    public static PathStat? Stat(string fullPath)
    {
        using var root = FileAt.OpenFolder("/");
        return TreePacker.Stat(root, fullPath);
    }

    /// <summary>Whether a path leads to a folder, links followed; null when it leads nowhere.</summary>
    public static bool? IsFolder(string path) => Directory.Exists(path) ? true : File.Exists(path) ? false : null;

    public static void Pack(string fullPath, string name, Stream to, CancellationToken cancel)
    {
        using var root = FileAt.OpenFolder("/");
        if (!TreePacker.Pack(root, fullPath, name, _ => to, IdShift.None, cancel)) throw new FileNotFoundException($"no such file or directory: {fullPath}");
    }

    /// <summary>A container's archive is a stranger's: nothing of it ends outside of the folder.</summary>
    public static void Unpack(Stream archive, string folder, (string From, string To) rename, bool keepOwners, CancellationToken cancel)
    {
        using var root = FileAt.OpenFolder("/");
        var options = new UnpackOptions { Rename = rename.From == rename.To ? null : rename, SetXattrs = keepOwners };
        if (keepOwners) options = options with { Owner = (uid, gid) => (uid, gid) };
        try
        {
            if (!TreeUnpacker.Unpack(root, Path.GetFullPath(folder), archive, options, cancel)) throw new DirectoryNotFoundException($"no such directory: {folder}");
        }
        catch (ImageException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
