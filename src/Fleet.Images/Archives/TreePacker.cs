using System.Text;
using Fleet.Images.Layout;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Archives;

/// <summary>
/// Packs a file or folder into a tar archive, whatever a container does to it meanwhile: no link is followed, only regular files
/// are opened. Sockets are left out, and the kernel's own file systems are empty folders.
/// </summary>
public sealed class TreePacker
{
    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    /// <summary>Each level holds a descriptor and some stack, and a container may make any number of levels.</summary>
    private const int DeepestTree = 400;

    private readonly TarWriter _tar;
    private readonly Stream _to;
    private readonly IdShift _ids;
    private readonly CancellationToken _cancel;
    private readonly Dictionary<(uint, uint, ulong), string> _linked = [];

    private TreePacker(Stream to, IdShift ids, CancellationToken cancel) => (_to, _tar, _ids, _cancel) = (to, new TarWriter(to), ids, cancel);

    /// <summary>What stands at a path; null when nothing does.</summary>
    public static PathStat? Stat(OwnedFd root, string path)
    {
        using OwnedFd? found = TreePath.Find(root, path);
        return found is null ? null : TreePath.Stat(found, path);
    }

    /// <param name="root">Counts as "/" for all links.</param>
    /// <param name="path">In it. A folder's entries begin with its name; with "./" when the path ends with "/.".</param>
    /// <param name="name">Instead of that name; null: as it is.</param>
    /// <param name="begin">Given what is there, says where the archive goes.</param>
    /// <param name="ids">Host ids to those in the archive.</param>
    /// <param name="cancel">Ends it between two pieces.</param>
    /// <returns>False when there is nothing at that path.</returns>
    public static bool Pack(OwnedFd root, string path, string? name, Func<PathStat, Stream> begin, IdShift ids, CancellationToken cancel)
    {
        using OwnedFd? found = TreePath.Find(root, path);
        if (found is null)
            return false;
        PathStat stat = TreePath.Stat(found, path);
        var packer = new TreePacker(begin(stat), ids, cancel);
        packer.Add(found, name ?? stat.Name, null, 0);
        packer._tar.End();
        return true;
    }

    private void Add(OwnedFd file, string name, FileStatus? parent, int depth)
    {
        _cancel.ThrowIfCancellationRequested();
        FileStatus status = FileAt.Status(file);
        var item = new TarItem(name, '0')
        {
            Mode = status.Permissions,
            Uid = _ids.Inside(status.Uid),
            Gid = _ids.Inside(status.Gid),
            ModifiedSeconds = Math.Max(0, status.ModifiedSeconds),
            Xattrs = status.Kind is FileKind.Regular or FileKind.Folder ? Xattrs(file) : [],
        };
        switch (status.Kind)
        {
            case FileKind.Folder:
                AddFolder(file, item with { Name = name + "/", Type = '5' }, status, parent, depth);
                break;
            case FileKind.Symlink:
                _tar.Add(item with { Type = '2', LinkName = Encoding.UTF8.GetString(FileAt.ReadLink(file, [])) });
                break;
            case FileKind.Regular when status.Links > 1 && !_linked.TryAdd((status.DeviceMajor, status.DeviceMinor, status.Inode), name):
                _tar.Add(item with { Type = '1', LinkName = _linked[(status.DeviceMajor, status.DeviceMinor, status.Inode)] });
                break;
            case FileKind.Regular:
                AddData(file, item with { Size = status.Size });
                break;
            case FileKind.Fifo:
                _tar.Add(item with { Type = '6' });
                break;
            case FileKind.CharacterDevice or FileKind.BlockDevice:
                _tar.Add(item with { Type = status.Kind == FileKind.BlockDevice ? '4' : '3', DeviceMajor = status.NodeMajor, DeviceMinor = status.NodeMinor });
                break;
        }
    }

    private void AddFolder(OwnedFd folder, TarItem item, FileStatus status, FileStatus? parent, int depth)
    {
        if (depth > DeepestTree)
            throw new ImageException(ImageProblem.Storage, $"there are more than {DeepestTree} folders in one another below {item.Name[..Math.Min(item.Name.Length, 80)]}...");
        _tar.Add(item);
        // Asked for by its own path it is read; on the way through a tree it is not part of it.
        bool another = parent is { } above && (above.DeviceMajor, above.DeviceMinor) != (status.DeviceMajor, status.DeviceMinor);
        if (another && (FileData.IsKernelsOwn(folder) || item.Name.EndsWith("./dev/", StringComparison.Ordinal)))
            return;
        using OwnedFd listed = FileAt.Open(folder, "."u8, OpenFlags.Folder);
        foreach (byte[] name in FolderEntries.Read(listed))
        {
            using OwnedFd? child = FileAt.TryOpen(listed, name, OpenFlags.Path | OpenFlags.NoFollow, out _, 0, Itself);
            if (child is not null)
                Add(child, item.Name + Encoding.UTF8.GetString(name), status, depth + 1);
        }
    }

    private void AddData(OwnedFd file, TarItem item)
    {
        using OwnedFd data = RootedPath.Reopen(file, OpenFlags.ReadOnly | OpenFlags.NonBlocking);
        _tar.Add(item);
        var buffer = new byte[1 << 17];
        for (long left = item.Size; left > 0;)
        {
            _cancel.ThrowIfCancellationRequested();
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            int count = FileData.Read(data, part);
            // One that became shorter meanwhile is filled up: its length has been said.
            if (count == 0)
                part.Clear();
            count = count == 0 ? part.Length : count;
            _to.Write(part[..count]);
            left -= count;
        }

        _tar.Pad(item.Size);
    }

    private static List<KeyValuePair<string, byte[]>> Xattrs(OwnedFd file)
    {
        var all = new List<KeyValuePair<string, byte[]>>();
        foreach (string name in FileMeta.ListXattrs(file))
        {
            // Capabilities and the user's own; labels and marks mean something only where they are.
            if ((name == "security.capability" || name.StartsWith("user.", StringComparison.Ordinal)) && !FileCopy.IsOverlayMark(name)
                && FileMeta.GetXattr(file, name) is { } value)
                all.Add(new(name, value));
        }

        return all;
    }
}
