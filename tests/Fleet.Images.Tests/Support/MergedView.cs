using System.Text;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Support;

/// <summary>What a container would see of an image, read through a detached mount.</summary>
internal sealed class MergedView(OwnedFd root) : IDisposable
{
    internal MergedView(ImageStore store, ImageRecord image) : this(store.Snapshots.OpenMerged(image))
    {
    }

    internal OwnedFd Root => root;

    /// <summary>All paths below a folder, sorted, the folder's own first; devices and links are marked.</summary>
    internal string[] Find(string folder)
    {
        var found = new List<string>();
        Walk(folder.TrimEnd('/'), found);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    internal string Text(string path) => Encoding.UTF8.GetString(RootedPath.ReadAll(root, path, 64 << 20) ?? throw new FileNotFoundException(path));

    internal byte[] Bytes(string path) => RootedPath.ReadAll(root, path, 64 << 20) ?? throw new FileNotFoundException(path);

    internal bool Exists(string path) => Itself(path) is not null;

    /// <summary>Mode in octal and owner, as stat -c "%a %u:%g" says them.</summary>
    internal string Mode(string path)
    {
        FileStatus status = Status(path);
        return $"{Convert.ToString(status.Permissions, 8)} {status.Uid}:{status.Gid}";
    }

    internal FileStatus Status(string path) => Itself(path) ?? throw new FileNotFoundException(path);

    internal string LinkTarget(string path)
    {
        (OwnedFd parent, byte[] name) = Parent(path);
        using (parent)
            return Encoding.UTF8.GetString(FileAt.ReadLink(parent, name));
    }

    internal byte[]? Xattr(string path, string name)
    {
        using OwnedFd file = RootedPath.Find(root, path) ?? throw new FileNotFoundException(path);
        return FileMeta.GetXattr(file, name);
    }

    private FileStatus? Itself(string path)
    {
        if (path.Trim('/').Length == 0)
            return FileAt.Status(root);
        (OwnedFd? parent, byte[] name) = Parent(path, orNull: true);
        using (parent)
            return parent is null ? null : FileAt.Status(parent, name);
    }

    private (OwnedFd Parent, byte[] Name) Parent(string path, bool orNull = false)
    {
        path = path.Trim('/');
        int slash = path.LastIndexOf('/');
        OwnedFd? parent = RootedPath.Find(root, slash < 0 ? "/" : path[..slash]);
        return (parent ?? (orNull ? null! : throw new FileNotFoundException(path)), Encoding.UTF8.GetBytes(path[(slash + 1)..]));
    }

    private void Walk(string path, List<string> found)
    {
        found.Add(path.Length == 0 ? "/" : path);
        if (!Status(path).IsFolder)
            return;
        using OwnedFd folder = RootedPath.OpenRead(root, path.Length == 0 ? "/" : path)!;
        foreach (byte[] name in FolderEntries.Read(folder))
            Walk($"{path}/{Encoding.UTF8.GetString(name)}", found);
    }

    public void Dispose() => root.Dispose();
}
