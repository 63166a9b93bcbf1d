using System.Text;
using Fleet.Images.Unpacking;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Archives;

/// <summary>
/// Unpacks a tar archive into a folder that is there. Names end below that folder: ".." is refused and no link on the way is
/// followed, be it the archive's or one that was there. A file takes the place of a file; a folder is merged into a folder.
/// </summary>
public sealed class TreeUnpacker
{
    private const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;
    private const int NotFound = 2, Busy = 16;

    private readonly OwnedFd _into;
    private readonly UnpackOptions _options;
    private readonly List<(string Path, TarEntry Entry)> _folders = [];

    private TreeUnpacker(OwnedFd into, UnpackOptions options) => (_into, _options) = (into, options);

    /// <param name="root">Counts as "/" for links in <paramref name="folder"/>.</param>
    /// <param name="folder">A path in it.</param>
    /// <param name="archive">Read to its end.</param>
    /// <param name="options">What becomes of owners and names.</param>
    /// <param name="cancel">Ends it between two pieces.</param>
    /// <returns>False when there is no such folder.</returns>
    /// <exception cref="ImageException">The archive is none, or what it holds cannot be put there.</exception>
    public static bool Unpack(OwnedFd root, string folder, Stream archive, UnpackOptions options, CancellationToken cancel)
    {
        using OwnedFd? found = TreePath.Find(root, folder.TrimEnd('/') + "/");
        if (found is null)
            return false;
        var unpacker = new TreeUnpacker(found, options);
        AdoptUpTo(root, found, options);
        try
        {
            var reader = new TarReader(archive);
            while (reader.Next() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                unpacker.Add(entry, reader, cancel);
            }

            unpacker.FinishFolders();
            return true;
        }
        catch (TarException e)
        {
            throw new ImageException(ImageProblem.Invalid, $"the archive has {e.Message}", e);
        }
    }

    private void Add(TarEntry entry, TarReader reader, CancellationToken cancel)
    {
        if (Parts(entry.Name) is not [.. var above, var last] parts)
            return;     // the folder itself, which is there
        using OwnedFd parent = Enter(above);
        byte[] name = Encoding.UTF8.GetBytes(last);
        string path = string.Join('/', parts);
        FileStatus? there = FileAt.Status(parent, name);
        if (entry.Kind == TarKind.Folder)
        {
            AddFolder(parent, name, path, there, entry);
            return;
        }

        if (there is { IsFolder: true })
            throw new ImageException(ImageProblem.Invalid, $"cannot overwrite directory \"{path}\" with non-directory");
        if (there is not null && !TryClear(parent, name, entry.Kind))
        {
            using OwnedFd mounted = FileAt.Open(parent, name, OpenFlags.WriteOnly | OpenFlags.Truncate | OpenFlags.NoFollow, 0, Itself);
            Write(mounted, entry, reader, cancel);
            return;
        }

        Make(parent, name, entry, reader, cancel);
    }

    private void AddFolder(OwnedFd parent, byte[] name, string path, FileStatus? there, TarEntry entry)
    {
        if (there is { IsFolder: false })
            throw new ImageException(ImageProblem.Invalid, $"cannot overwrite non-directory \"{path}\" with directory");
        if (there is not null)
            return;
        FileAt.MakeFolder(parent, name, 0x1c0);
        using OwnedFd made = FileAt.Open(parent, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself);
        Give(made, entry);
        _folders.Add((path, entry));
    }

    /// <summary>False for a file that is mounted there, as /etc/hosts is: it can be written, not replaced.</summary>
    private static bool TryClear(OwnedFd parent, byte[] name, TarKind kind)
    {
        try
        {
            FileAt.Unlink(parent, name);
            return true;
        }
        catch (KernelException e) when (e.Errno.Value == Busy && kind == TarKind.Regular)
        {
            return false;
        }
    }

    private void Make(OwnedFd parent, byte[] name, TarEntry entry, TarReader reader, CancellationToken cancel)
    {
        switch (entry.Kind)
        {
            case TarKind.Regular:
                using (OwnedFd file = FileAt.Open(parent, name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, 0x180, Itself))
                {
                    Write(file, entry, reader, cancel);
                    Give(file, entry);
                    FileMeta.SetMode(file, entry.Mode);
                    if (_options.SetXattrs)
                        LayerXattrs.Set(file, entry);
                    FileMeta.SetTimes(file, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
                }

                return;
            case TarKind.HardLink:
                string[] target = Parts(entry.LinkName);
                if (target.Length == 0)
                    throw new ImageException(ImageProblem.Invalid, $"the archive links {entry.Text} to nothing");
                using (OwnedFd folder = Enter(target[..^1]))
                    FileAt.Link(folder, Encoding.UTF8.GetBytes(target[^1]), parent, name);
                return;
            case TarKind.Symlink:
                FileAt.MakeSymlink(parent, name, entry.LinkName);
                break;
            default:
                FileAt.MakeNode(parent, name, (uint)Type(entry.Kind) | entry.Mode, entry.DeviceMajor, entry.DeviceMinor);
                break;
        }

        if (_options.Owner(entry.Uid, entry.Gid) is { } owner)
            FileAt.SetOwner(parent, name, owner.Uid, owner.Gid);
        FileAt.SetTimes(parent, name, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
    }

    /// <summary>Runs of zeros become holes.</summary>
    private static void Write(OwnedFd file, TarEntry entry, TarReader reader, CancellationToken cancel)
    {
        if (entry.Parts is not null)
        {
            LayerData.Write(file, entry, reader);
            return;
        }

        long at = 0;
        for (ReadOnlySpan<byte> data = reader.ReadData(); !data.IsEmpty; at += data.Length, data = reader.ReadData())
        {
            cancel.ThrowIfCancellationRequested();
            if (data.IndexOfAnyExcept((byte)0) >= 0)
                FileData.WriteAt(file, data, at);
        }

        FileData.SetLength(file, at);
    }

    private void Give(OwnedFd file, TarEntry entry)
    {
        if (_options.Owner(entry.Uid, entry.Gid) is { } owner)
            FileMeta.SetOwner(file, owner.Uid, owner.Gid);
    }

    /// <summary>Last, since a folder may be one that nobody may write to, and writing to it changes its time.</summary>
    private void FinishFolders()
    {
        foreach ((string path, TarEntry entry) in Enumerable.Reverse(_folders))
        {
            using OwnedFd folder = FileAt.Open(_into, Encoding.UTF8.GetBytes(path), OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself);
            FileMeta.SetMode(folder, entry.Mode);
            if (_options.SetXattrs)
                LayerXattrs.Set(folder, entry);
            FileMeta.SetTimes(folder, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
        }
    }

    private static void AdoptUpTo(OwnedFd root, OwnedFd folder, UnpackOptions options)
    {
        if (options.Adopt is not { } adopt)
            return;
        ulong top = FileAt.Status(root).Inode;
        OwnedFd at = FileAt.Open(folder, "."u8, OpenFlags.Path | OpenFlags.Folder);
        while (true)
        {
            using OwnedFd below = at;
            adopt(below);
            if (FileAt.Status(below).Inode == top)
                return;
            // The top of a mounted tree is its own parent, so that this ends there.
            at = FileAt.Open(below, ".."u8, OpenFlags.Path | OpenFlags.Folder, 0, Resolve.None);
        }
    }

    /// <summary>A folder below, made where it is missing.</summary>
    private OwnedFd Enter(string[] parts)
    {
        OwnedFd folder = FileAt.Open(_into, "."u8, OpenFlags.Folder);
        foreach (string part in parts)
        {
            using OwnedFd above = folder;
            byte[] name = Encoding.UTF8.GetBytes(part);
            if (FileAt.TryOpen(above, name, OpenFlags.Folder | OpenFlags.NoFollow, out Errno errno, 0, Itself) is not { } next)
            {
                if (errno.Value != NotFound)
                    throw new KernelException("enter", part, errno);
                FileAt.MakeFolder(above, name, 0x1ed);
                next = FileAt.Open(above, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, Itself);
                if (_options.Owner(0, 0) is { } owner)
                    FileMeta.SetOwner(next, owner.Uid, owner.Gid);
            }

            _options.Adopt?.Invoke(next);
            folder = next;
        }

        return folder;
    }

    private string[] Parts(byte[] name)
    {
        string[] parts = [.. Encoding.UTF8.GetString(name).Split('/').Where(part => part is not ("" or "."))];
        if (parts.Contains(".."))
            throw new ImageException(ImageProblem.Invalid, $"the archive has a name that leads outside: {TarText.Show(name)}");
        // The first part is what was copied; it may get another name here.
        if (_options.Rename is { } rename && parts.Length > 0 && rename.From == parts[0])
            parts[0] = rename.To;
        return _options.Rename is { From: "." } into ? [into.To, .. parts] : parts;
    }

    private static FileKind Type(TarKind kind) => kind switch
    {
        TarKind.CharacterDevice => FileKind.CharacterDevice,
        TarKind.BlockDevice => FileKind.BlockDevice,
        _ => FileKind.Fifo,
    };
}
