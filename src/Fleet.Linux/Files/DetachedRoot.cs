using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux.Mounts;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Files;

/// <summary>
/// The root of a container that does not run, to be written to: its overlay with binds over it, put together in a mount namespace
/// that ends at once, and kept as a detached tree (open_tree(2)). No mount table shows it; it goes when the descriptor is closed.
/// </summary>
public static unsafe class DetachedRoot
{
    private const uint Remount = Ms.Remount | Ms.Bind | Ms.ReadOnly;

    /// <param name="folder">The current folder for the names in <paramref name="options"/>.</param>
    /// <param name="place">A folder in it to mount on, unseen by anyone.</param>
    /// <param name="options">Overlay's.</param>
    /// <param name="binds">In this order; folders to mount on are made where they are missing.</param>
    /// <param name="readOnly">All but the binds.</param>
    public static OwnedFd Open(string folder, string place, string options, IReadOnlyList<RootBind> binds, bool readOnly) =>
        NamespaceThread.RunUnshared(NamespaceThread.NewMount, () =>
        {
            Mount("none", "/", null, Ms.Private | Ms.Recursive, null, "/");
            var path = new CName(Encoding.UTF8.GetBytes(folder));
            fixed (byte* p = path)
                KernelException.Check(Chdir(p), "enter", folder);
            Mount("overlay", place, "overlay", Ms.NoDev | Ms.NoSuid, options, folder);
            string root = $"{folder}/{place}";
            foreach (RootBind bind in binds)
                Bind(root, bind);
            if (readOnly)
                Mount("none", root, null, Remount, null, root);
            return Detach(root);
        });

    private static void Bind(string rootPath, RootBind bind)
    {
        using OwnedFd root = FileAt.OpenFolder(rootPath);
        if (FindOrMake(root, bind) is not { } place)
            return;
        using (place)
            Mount(bind.Source, place.ProcPath, null, Ms.Bind | Ms.Recursive, null, bind.Target);
        if (!bind.ReadOnly || RootedPath.Find(root, bind.Target) is not { } mounted)
            return;
        using (mounted)
            Mount("none", mounted.ProcPath, null, Remount, null, bind.Target);
    }

    // Folders only: a file that is bound has its place from the container's first start on.
    private static OwnedFd? FindOrMake(OwnedFd root, RootBind bind)
    {
        if (RootedPath.Find(root, bind.Target) is { } there)
            return there;
        if (!Directory.Exists(bind.Source))
            return null;
        string at = "";
        foreach (string part in bind.Target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using OwnedFd? above = RootedPath.Find(root, at + "/");
            at += "/" + part;
            if (above is null)
                return null;
            byte[] name = Encoding.UTF8.GetBytes(part);
            if (FileAt.Status(above, name) is not null)
                continue;
            FileAt.MakeFolder(above, name, 0x1ed);
            FileStatus owner = FileAt.Status(above);
            FileAt.SetOwner(above, name, owner.Uid, owner.Gid);
        }

        return RootedPath.Find(root, bind.Target);
    }

    private static OwnedFd Detach(string root)
    {
        var path = new CName(Encoding.UTF8.GetBytes(root));
        fixed (byte* p = path)
        {
            nint tree = FileCalls.Syscall(Nr.OpenTree, At.CurrentFolder, (nint)p, At.OpenTreeClone | At.Recursive | OpenFlags.CloseOnExec);
            return new OwnedFd((int)KernelException.Check(tree, "detach the root at", root));
        }
    }

    private static void Mount(string source, string target, string? type, uint flags, string? data, string shown)
    {
        CName s = new(Encoding.UTF8.GetBytes(source)), t = new(Encoding.UTF8.GetBytes(target));
        CName f = new(Encoding.UTF8.GetBytes(type ?? "none")), d = new(Encoding.UTF8.GetBytes(data ?? ""));
        fixed (byte* sp = s, tp = t, fp = f, dp = d)
            KernelException.Check(Mount(sp, tp, fp, flags, dp), $"mount {source} on", shown);
    }

    [DllImport("libc", EntryPoint = "chdir", SetLastError = true)]
    private static extern int Chdir(byte* path);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(byte* source, byte* target, byte* type, nuint flags, byte* data);
}

/// <param name="Source">A path of this host.</param>
/// <param name="Target">In the root; a stranger's links on the way stay inside.</param>
public sealed record RootBind(string Source, string Target, bool ReadOnly);
