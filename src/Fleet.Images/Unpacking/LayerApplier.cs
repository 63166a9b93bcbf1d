using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

/// <summary>
/// Makes the entries of one layer in its folder. What depends on the layers below (whiteouts, links to their files, folders
/// that have no entry) is noted in <see cref="Pending"/> and done by <see cref="LayerFinisher"/>, so that layers can be
/// unpacked side by side.
/// </summary>
internal sealed class LayerApplier(LayerTree tree)
{
    internal LayerPending Pending { get; } = new();

    internal void Apply(TarEntry entry, TarReader reader)
    {
        string path = LayerPath.Clean(entry.Name, $"entry {entry.Text}");
        if (path.Length == 0)
        {
            if (entry.Kind != TarKind.Folder)
                throw new LayerException($"entry {entry.Text} would replace the root by something else than a folder");
            SetFolder(tree.Root, "", entry);
            Pending.RootGiven = true;
            return;
        }

        if (IsMark(path, entry))
            return;
        try
        {
            Make(path, entry, reader);
        }
        catch (KernelException e)
        {
            throw new LayerException($"entry {entry.Text} cannot be made: {e.Message}", e);
        }
        catch (LayerException e) when (!e.Message.StartsWith("entry ", StringComparison.Ordinal))
        {
            throw new LayerException($"entry {entry.Text} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Whiteouts say what is gone of the layers below, wherever in the layer they stand (image-spec layer.md).</summary>
    private bool IsMark(string path, TarEntry entry)
    {
        if (!path.Contains(LayerPath.Whiteout, StringComparison.Ordinal))
            return false;
        string[] parts = path.Split('/');
        if (parts[^1] == LayerPath.Opaque)
        {
            Pending.Opaque.Add(string.Join('/', parts[..^1]));
            return true;
        }

        // AUFS kept its books in the layer. They are unpacked, since links may lead to them, and cleared away at the end.
        int books = Array.FindIndex(parts, p => p.StartsWith(LayerPath.Bookkeeping, StringComparison.Ordinal));
        if (books >= 0)
        {
            Pending.Leftovers.Add(string.Join('/', parts[..(books + 1)]));
            return false;
        }

        if (parts[^1].StartsWith(LayerPath.Whiteout, StringComparison.Ordinal))
        {
            string name = parts[^1][LayerPath.Whiteout.Length..];
            if (name is "" or "." or "..")
                throw new LayerException($"entry {entry.Text} is a whiteout (.wh.) of nothing");
            Pending.Whiteouts.Add(LayerPath.Join(string.Join('/', parts[..^1]), name));
            return true;
        }

        if (parts.Any(p => p.StartsWith(LayerPath.Whiteout, StringComparison.Ordinal)))
            throw new LayerException($"entry {entry.Text} stands in a folder that is a whiteout (.wh.)");
        return false;
    }

    private void Make(string path, TarEntry entry, TarReader reader)
    {
        OwnedFd parent = tree.Parent(path, out string folder, out string name);
        string full = LayerPath.Join(folder, name);
        byte[] bytes = LayerPath.Bytes(name);
        int dropped = Pending.Links.RemoveAll(l => l.Path == full || (entry.Kind != TarKind.Folder && LayerPath.IsBelow(l.Path, full)));
        switch (entry.Kind)
        {
            case TarKind.Folder:
                MakeFolder(parent, folder, name, bytes, full, entry, replaces: dropped > 0);
                return;
            case TarKind.Regular:
                MakeFile(parent, folder, name, bytes, entry, reader);
                return;
            case TarKind.HardLink:
                MakeLink(parent, folder, name, bytes, full, entry);
                return;
            case TarKind.CharacterDevice when entry is { DeviceMajor: 0, DeviceMinor: 0 }:
                tree.Clear(parent, folder, name);
                Pending.Whiteouts.Add(full); // as overlay itself writes them
                return;
            case TarKind.Symlink:
                tree.Clear(parent, folder, name);
                FileAt.MakeSymlink(parent, bytes, entry.LinkName);
                break;
            default:
                tree.Clear(parent, folder, name);
                FileAt.MakeNode(parent, bytes, (uint)KindOf(entry) | (entry.Mode & 0x1ff), entry.DeviceMajor, entry.DeviceMinor);
                break;
        }

        FileAt.SetOwner(parent, bytes, entry.Uid, entry.Gid);
        if (entry.Kind != TarKind.Symlink || entry.Xattrs.Length > 0)
        {
            using OwnedFd made = FileAt.Open(parent, bytes, OpenFlags.Path | OpenFlags.NoFollow, 0, LayerTree.Itself);
            if (entry.Kind != TarKind.Symlink)
                FileMeta.SetMode(made, entry.Mode);
            LayerXattrs.Set(made, entry);
        }

        FileAt.SetTimes(parent, bytes, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
    }

    private void MakeFolder(OwnedFd parent, string folder, string name, byte[] bytes, string full, TarEntry entry, bool replaces)
    {
        FileStatus? there = FileAt.Status(parent, bytes);
        if (there is not { IsFolder: true })
        {
            // What this layer itself had put there had hidden the lower layers' folder; the new one does not bring it back.
            if (there is not null || replaces)
                Pending.Opaque.Add(full);
            tree.Clear(parent, folder, name);
            FileAt.MakeFolder(parent, bytes, 0x1c0);
        }

        tree.Implied.Remove(full);
        using OwnedFd made = FileAt.Open(parent, bytes, OpenFlags.Folder | OpenFlags.NoFollow, 0, LayerTree.Itself);
        SetFolder(made, full, entry);
    }

    private void SetFolder(OwnedFd made, string full, TarEntry entry)
    {
        FileMeta.SetOwner(made, entry.Uid, entry.Gid);
        FileMeta.SetMode(made, entry.Mode);
        LayerXattrs.Set(made, entry);
        tree.FolderTimes[full] = (entry.ModifiedSeconds, entry.ModifiedNanoseconds);
    }

    private void MakeFile(OwnedFd parent, string folder, string name, byte[] bytes, TarEntry entry, TarReader reader)
    {
        const uint OnlyUs = 0x180; // 0600 until the owner is right
        int flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow;
        OwnedFd? file = FileAt.TryOpen(parent, bytes, flags, out Errno errno, OnlyUs, LayerTree.Itself);
        if (file is null)
        {
            if (errno.Value != 17) // EEXIST: the archive has the name twice; the last one counts
                throw new KernelException("make file", entry.Text, errno);
            tree.Clear(parent, folder, name);
            file = FileAt.Open(parent, bytes, flags, OnlyUs, LayerTree.Itself);
        }

        using (file)
        {
            LayerData.Write(file, entry, reader);
            FileMeta.SetOwner(file, entry.Uid, entry.Gid);
            FileMeta.SetMode(file, entry.Mode);
            LayerXattrs.Set(file, entry);
            FileMeta.SetTimes(file, entry.ModifiedSeconds, entry.ModifiedNanoseconds);
        }
    }

    private void MakeLink(OwnedFd parent, string folder, string name, byte[] bytes, string full, TarEntry entry)
    {
        string target = LayerPath.Clean(entry.LinkName, $"entry {entry.Text}: the name it links to");
        if (target == full)
            return;
        FileStatus? status = target.Length == 0 ? null : tree.Status(target);
        if (status is null)
        {
            tree.Clear(parent, folder, name);
            Pending.Links.Add(new PendingLink(full, target, entry.Text));
            return;
        }

        if (status.Value.IsFolder)
            throw new LayerException($"entry {entry.Text} is a hard link to a folder, {LayerPath.Show(target)}");
        if (tree.Status(full) is not null)
        {
            if (LayerPath.IsBelow(target, full))
                throw new LayerException($"entry {entry.Text} is a hard link to something below itself");
            tree.Clear(parent, folder, name);
        }

        FileAt.Link(tree.Root, LayerPath.Bytes(target), parent, bytes);
    }

    private static FileKind KindOf(TarEntry entry) => entry.Kind switch
    {
        TarKind.CharacterDevice => FileKind.CharacterDevice,
        TarKind.BlockDevice => FileKind.BlockDevice,
        _ => FileKind.Fifo,
    };
}
