using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

/// <summary>
/// Settles what a layer says about those below it, once they stand: attributes of folders without an entry, links to lower
/// files, opaque folders and whiteouts. A mark is made only where it hides something: overlay would show a whiteout of
/// nothing as a file when it lists a folder that no other layer has.
/// </summary>
/// <param name="tree">The layer.</param>
/// <param name="pending">What it says of others.</param>
/// <param name="lower">The merged tree of the layers below; null if there are none, or <see cref="NeedsLower"/> says no.</param>
internal sealed partial class LayerFinisher(LayerTree tree, LayerPending pending, OwnedFd? lower)
{
    private const string OpaqueMark = "trusted.overlay.opaque";

    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);

    /// <summary>Whether what is in the layers below matters at all.</summary>
    internal static bool NeedsLower(LayerTree tree, LayerPending pending) =>
        tree.Implied.Count + pending.Whiteouts.Count + pending.Opaque.Count + pending.Links.Count > 0;

    internal void Finish()
    {
        tree.ForgetOpen();
        if (lower is not null)
            SettleImplied();
        foreach (PendingLink link in pending.Links)
            Settle(link);
        foreach (string path in pending.Leftovers)
            FileTree.Delete(tree.Root, LayerPath.Bytes(path));
        if (lower is not null)
        {
            foreach (string folder in pending.Opaque.OrderBy(p => p.Length))
                SettleOpaque(folder);
            foreach (string path in pending.Whiteouts.OrderBy(p => p.Length))
                SettleWhiteout(path);
            SettleImplied();
        }

        SetFolderTimes();
    }

    private void SetFolderTimes()
    {
        foreach ((string path, (long seconds, uint nanoseconds)) in tree.FolderTimes)
        {
            using OwnedFd? folder = FileAt.TryOpen(tree.Root, LayerPath.Bytes(path), OpenFlags.Folder | OpenFlags.NoFollow, out _, 0, LayerTree.Itself);
            if (folder is not null)
                FileMeta.SetTimes(folder, seconds, nanoseconds);
        }
    }

    /// <summary>Nothing of the layers below shows there, since this layer takes away or replaces a folder above it.</summary>
    private bool IsHidden(string path) => LayerPath.Above(path).Any(p => pending.Opaque.Contains(p) || pending.Whiteouts.Contains(p));

    private void SettleOpaque(string folder)
    {
        if (IsHidden(folder) || HasNoFolder(folder))
            return;
        using OwnedFd? below = FindFolder(folder);
        if (below is null)
            return;
        if (folder.Length == 0)
        {
            HideAllOfRoot(below);
            return;
        }

        (OwnedFd? made, _) = tree.Folder(PathBelow(below));
        using (made)
            Mark(made ?? tree.Root);
    }

    /// <summary>Overlay does not heed the mark on the root itself, so every name is hidden by itself.</summary>
    private void HideAllOfRoot(OwnedFd below)
    {
        using OwnedFd listed = RootedPath.Reopen(below, OpenFlags.ReadOnly | OpenFlags.Folder);
        foreach (byte[] name in FolderEntries.Read(listed))
            SettleWhiteout(LayerPath.FromBytes(name));
    }

    private void SettleWhiteout(string path)
    {
        (string folder, string name) = LayerPath.Split(path);
        if (LayerPath.Above(path).Any(p => p.Length > 0 && (pending.Opaque.Contains(p) || pending.Whiteouts.Contains(p))) || HasNoFolder(folder))
            return;
        using OwnedFd? below = FindFolder(folder);
        if (below is null || FileAt.Status(below, LayerPath.Bytes(name)) is not { } lowerStatus)
            return;
        string real = LayerPath.Join(PathBelow(below), name);
        FileStatus? own = tree.Status(real);
        if (own is null)
        {
            OwnedFd parent = tree.Parent(real, out _, out string last);
            FileAt.MakeNode(parent, LayerPath.Bytes(last), (uint)FileKind.CharacterDevice);
        }
        else if (own.Value.IsFolder && lowerStatus.IsFolder)
        {
            // A folder of this layer under the same name is a new one.
            using OwnedFd made = FileAt.Open(tree.Root, LayerPath.Bytes(real), OpenFlags.Folder | OpenFlags.NoFollow, 0, LayerTree.Itself);
            Mark(made);
            tree.Implied.Remove(real);
        }
    }

    /// <summary>This layer has something else than a folder on the way there, so that nothing below it shows.</summary>
    private bool HasNoFolder(string folder) =>
        LayerPath.Above(folder).Append(folder).Any(p => p.Length > 0 && tree.Status(p) is { IsFolder: false });

    private static void Mark(OwnedFd folder)
    {
        using OwnedFd opened = RootedPath.Reopen(folder, OpenFlags.ReadOnly | OpenFlags.Folder);
        FileMeta.SetXattr(opened, OpaqueMark, "y"u8);
    }

    /// <summary>A folder of the layers below, links followed inside them; null if there is none.</summary>
    private OwnedFd? FindFolder(string path) =>
        FileAt.TryOpen(lower!, LayerPath.Bytes(path), OpenFlags.Path | OpenFlags.Folder, out _, 0, Resolve.InRoot | Resolve.NoMagicLinks);

    private static OwnedFd OpenFolder(OwnedFd root, string path) =>
        FileAt.Open(root, LayerPath.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Folder, 0, LayerTree.Itself);

    /// <summary>Where an open folder of the layers below really is, with links resolved: the kernel knows.</summary>
    private static string PathBelow(OwnedFd folder)
    {
        using OwnedFd descriptors = FileAt.OpenFolder("/proc/self/fd");
        byte[] path = FileAt.ReadLink(descriptors, System.Text.Encoding.ASCII.GetBytes(folder.Number.ToString()));
        return LayerPath.FromBytes(path).Trim('/');
    }
}
