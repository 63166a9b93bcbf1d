using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

internal sealed partial class LayerFinisher
{
    /// <summary>
    /// A folder that has no entry of its own keeps what it is in the layers below: its owner, mode and attributes, or that
    /// it is a link, through which this layer's files then go.
    /// </summary>
    private void SettleImplied()
    {
        while (tree.Implied.Where(p => !_settled.Contains(p)).MinBy(p => p.Length) is { } path)
        {
            _settled.Add(path);
            if (IsHidden(path) || pending.Whiteouts.Contains(path))
                continue;
            switch (LowerStatus(path)?.Kind)
            {
                case FileKind.Folder:
                    using (OwnedFd from = OpenFolder(lower!, path))
                    using (OwnedFd to = OpenFolder(tree.Root, path))
                        FileCopy.Attributes(from, to);
                    tree.FolderTimes.TryAdd(path, TimesOf(path));
                    break;
                case FileKind.Symlink:
                    using (OwnedFd? target = FindFolder(path))
                    {
                        if (target is not null)
                            Move(path, PathBelow(target));
                    }

                    break;
            }
        }
    }

    private (long, uint) TimesOf(string path)
    {
        FileStatus status = LowerStatus(path)!.Value;
        return (status.ModifiedSeconds, status.ModifiedNanoseconds);
    }

    /// <summary>What stands at a path of the layers below, itself, no link followed on the way.</summary>
    private FileStatus? LowerStatus(string path)
    {
        using OwnedFd? found = FileAt.TryOpen(lower!, LayerPath.Bytes(path), OpenFlags.Path | OpenFlags.NoFollow, out _, 0, LayerTree.Itself);
        return found is null ? null : FileAt.Status(found);
    }

    /// <summary>Moves what was put into a folder to where the link of the same name leads.</summary>
    private void Move(string from, string to)
    {
        if (to == from || LayerPath.IsBelow(to, from))
            return;
        (OwnedFd? target, string folder) = tree.Folder(to);
        using (target)
        using (OwnedFd source = OpenFolder(tree.Root, from))
            Merge(source, target ?? tree.Root);
        tree.ForgetOpen();
        FileTree.Delete(tree.Root, LayerPath.Bytes(from));
        tree.Implied.Remove(from);
        Rename(tree.Implied, from, folder);
        Rename(pending.Whiteouts, from, folder);
        Rename(pending.Opaque, from, folder);
        foreach (string path in tree.FolderTimes.Keys.Where(p => LayerPath.IsBelow(p, from)).ToList())
        {
            tree.FolderTimes[Renamed(path, from, folder)] = tree.FolderTimes[path];
            tree.FolderTimes.Remove(path);
        }

        for (int i = 0; i < pending.Links.Count; i++)
        {
            PendingLink link = pending.Links[i];
            pending.Links[i] = link with { Path = Renamed(link.Path, from, folder), Target = Renamed(link.Target, from, folder) };
        }
    }

    private static void Merge(OwnedFd source, OwnedFd target)
    {
        foreach (byte[] name in FolderEntries.Read(source))
        {
            FileStatus? there = FileAt.Status(target, name);
            if (there is { IsFolder: true } && FileAt.Status(source, name) is { IsFolder: true })
            {
                using OwnedFd from = FileAt.Open(source, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, LayerTree.Itself);
                using OwnedFd into = FileAt.Open(target, name, OpenFlags.Folder | OpenFlags.NoFollow, 0, LayerTree.Itself);
                Merge(from, into);
                continue;
            }

            if (there is not null)
                FileTree.Delete(target, name);
            FileAt.Rename(source, name, target, name);
        }
    }

    private static void Rename(HashSet<string> paths, string from, string to)
    {
        foreach (string path in paths.Where(p => LayerPath.IsBelow(p, from)).ToList())
        {
            paths.Remove(path);
            paths.Add(Renamed(path, from, to));
        }
    }

    private static string Renamed(string path, string from, string to) =>
        LayerPath.IsBelow(path, from) ? LayerPath.Join(to, path[(from.Length + 1)..]) : path;
}
