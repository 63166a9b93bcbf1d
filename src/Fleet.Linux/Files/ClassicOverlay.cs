using System.Runtime.InteropServices;
using System.Text;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Files;

/// <summary>
/// The same by mount(2), for kernels without <c>lowerdir+</c>: a thread of its own takes a private mount namespace, mounts
/// there, detaches a copy (open_tree(2)) and ends; with it goes the namespace, and only the copy is left.
/// </summary>
internal static unsafe class ClassicOverlay
{
    private const nuint Private = (1 << 18) | 0x4000;            // MS_PRIVATE | MS_REC
    private const nuint ReadOnlyNoSetIdNoDevices = 1 | 2 | 4;    // MS_RDONLY | MS_NOSUID | MS_NODEV
    private const int CloneTree = 1;                             // OPEN_TREE_CLONE

    internal static OwnedFd Open(OwnedFd folder, IReadOnlyList<string> lowers)
    {
        OwnedFd mount = NamespaceThread.RunUnshared(NamespaceThread.NewMount, () => MountAndDetach(folder, lowers));
        GC.KeepAlive(folder);
        return mount;
    }

    private static OwnedFd MountAndDetach(OwnedFd folder, IReadOnlyList<string> lowers)
    {
        string options = "lowerdir=" + string.Join(':', lowers);
        if (options.Length >= 4096)
            throw new KernelException("make an overlay of", $"{lowers.Count} layers", new Errno(7), "use Linux 6.7 or later, or an image of fewer layers");
        Mount(null, "/", null, Private, null, "/");
        // By its path: the descriptor still leads into the namespace that this thread has left, where overlay may not go.
        using (OwnedFd descriptors = FileAt.OpenFolder("/proc/thread-self/fd"))
        {
            var path = new CName(FileAt.ReadLink(descriptors, Encoding.ASCII.GetBytes(folder.Number.ToString())));
            fixed (byte* p = path)
                KernelException.Check(Chdir(p), "enter", folder.ProcPath);
        }

        // Covered in this namespace alone; whoever lists the folder elsewhere sees it as it is.
        string place = lowers[^1];
        Mount("overlay", place, "overlay", ReadOnlyNoSetIdNoDevices, options, place);
        var name = new CName(Encoding.UTF8.GetBytes(place));
        fixed (byte* p = name)
        {
            nint tree = FileCalls.Syscall(Nr.OpenTree, -100, (nint)p, CloneTree | OpenFlags.CloseOnExec);
            return new OwnedFd((int)KernelException.Check(tree, "detach the overlay at", place));
        }
    }

    private static void Mount(string? source, string target, string? type, nuint flags, string? data, string shown)
    {
        CName s = new(Encoding.UTF8.GetBytes(source ?? "none")), t = new(Encoding.UTF8.GetBytes(target));
        CName f = new(Encoding.UTF8.GetBytes(type ?? "none")), d = new(Encoding.UTF8.GetBytes(data ?? ""));
        fixed (byte* sp = s, tp = t, fp = f, dp = d)
            KernelException.Check(Mount(sp, tp, fp, flags, dp), "mount overlay on", shown);
    }

    [DllImport("libc", EntryPoint = "chdir", SetLastError = true)]
    private static extern int Chdir(byte* path);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(byte* source, byte* target, byte* type, nuint flags, byte* data);
}
