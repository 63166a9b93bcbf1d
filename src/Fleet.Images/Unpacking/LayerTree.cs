using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

/// <summary>
/// The folder into which one layer is unpacked. Every name is opened beneath it without following links; a link that this
/// layer itself put in the way is resolved by hand with the folder as "/", so nothing outside is ever touched.
/// </summary>
internal sealed class LayerTree(OwnedFd root) : IDisposable
{
    internal const Resolve Itself = Resolve.Beneath | Resolve.NoSymlinks | Resolve.NoMagicLinks;

    private const int MostLinks = 40; // as the kernel follows (path_resolution(7))

    private string? _wanted;
    private string _folder = "";
    private OwnedFd? _open;

    internal OwnedFd Root { get; } = root;

    /// <summary>Folders that have no entry (yet) but were needed for what is in them.</summary>
    internal HashSet<string> Implied { get; } = new(StringComparer.Ordinal);

    /// <summary>Modification times of folders, to be set when nothing is put into them any more.</summary>
    internal Dictionary<string, (long Seconds, uint Nanoseconds)> FolderTimes { get; } = new(StringComparer.Ordinal);

    /// <summary>The folder of a path, made if it is missing; valid until the next call.</summary>
    /// <param name="folder">Its path with links resolved.</param>
    /// <param name="name">The last component.</param>
    internal OwnedFd Parent(string path, out string folder, out string name)
    {
        (string wanted, name) = LayerPath.Split(path);
        if (_wanted != wanted)
        {
            ForgetOpen();
            (_open, _folder) = Folder(wanted);
            _wanted = wanted;
        }

        folder = _folder;
        return _open ?? Root;
    }

    /// <summary>Opens a folder and makes what is missing of it; null stands for the root.</summary>
    internal (OwnedFd? Open, string Folder) Folder(string path)
    {
        if (path.Length == 0)
            return (null, "");
        OwnedFd? there = FileAt.TryOpen(Root, LayerPath.Bytes(path), OpenFlags.Path | OpenFlags.Folder, out _, 0, Itself);
        return there is not null ? (there, path) : Walk(path);
    }

    private (OwnedFd? Open, string Folder) Walk(string path)
    {
        var left = new LinkedList<string>(path.Split('/'));
        string folder = "";
        for (int links = 0; left.First is { } part; )
        {
            left.RemoveFirst();
            if (part.Value is "" or ".")
                continue;
            if (part.Value == "..")
            {
                folder = folder.Length == 0 ? "" : LayerPath.Split(folder).Folder;
                continue;
            }

            string next = LayerPath.Join(folder, part.Value);
            FileStatus? status = Status(next);
            if (status is null)
            {
                FileAt.MakeFolder(Root, LayerPath.Bytes(next), 0x1ed); // 0755
                Implied.Add(next);
            }
            else if (status.Value.Kind == FileKind.Symlink)
            {
                if (++links > MostLinks)
                    throw new LayerException($"its folder {LayerPath.Show(path)} runs through more than {MostLinks} links");
                string target = LayerPath.FromBytes(FileAt.ReadLink(Root, LayerPath.Bytes(next)));
                folder = target.StartsWith('/') ? "" : folder;
                foreach (string piece in target.Split('/').Reverse())
                    left.AddFirst(piece);
                continue;
            }
            else if (!status.Value.IsFolder)
            {
                throw new LayerException($"its folder {LayerPath.Show(next)} is not a folder in this layer");
            }

            folder = next;
        }

        return folder.Length == 0 ? (null, "") : (FileAt.Open(Root, LayerPath.Bytes(folder), OpenFlags.Path | OpenFlags.Folder, 0, Itself), folder);
    }

    /// <summary>Takes away what stands at a name, with all below it, and what was noted about it.</summary>
    internal void Clear(OwnedFd parent, string folder, string name)
    {
        string path = LayerPath.Join(folder, name);
        if (!FileTree.Delete(parent, LayerPath.Bytes(name)))
            return;
        Implied.RemoveWhere(p => p == path || LayerPath.IsBelow(p, path));
        foreach (string gone in FolderTimes.Keys.Where(p => p == path || LayerPath.IsBelow(p, path)).ToList())
            FolderTimes.Remove(gone);
        if (_wanted is not null && (_folder == path || LayerPath.IsBelow(_folder, path)))
            ForgetOpen();
    }

    /// <summary>Drops the descriptor that is kept, before folders are moved.</summary>
    internal void ForgetOpen()
    {
        _open?.Dispose();
        (_open, _wanted) = (null, null);
    }

    /// <summary>What stands at a path, itself; null if nothing does or a link is in the way.</summary>
    internal FileStatus? Status(string path)
    {
        using OwnedFd? found = FileAt.TryOpen(Root, LayerPath.Bytes(path), OpenFlags.Path | OpenFlags.NoFollow, out _, 0, Itself);
        return found is null ? null : FileAt.Status(found);
    }

    public void Dispose()
    {
        ForgetOpen();
        Root.Dispose();
    }
}
