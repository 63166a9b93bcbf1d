using Fleet.Linux.Mounts;

namespace Fleet.Linux.Processes;

/// <summary>
/// A program that enters containers must not be writable through its own /proc/PID/exe: a container could make the host execute
/// what it likes (runc's CVE-2019-5736). A detached read-only mount of the program file, that no mount table shows, is such a place.
/// </summary>
public static unsafe class ReadOnlyProgram
{
    private static readonly Dictionary<string, (int Mount, (long, DateTime) Version)> Kept = [];

    private const int StRdonly = 1, FlagsOffset = 80; // f_flags of struct statfs on 64-bit machines

    /// <summary>Starts this program anew from a read-only mount, unless it runs from one. Whoever starts it by <see cref="PathOf"/> saves that.</summary>
    /// <exception cref="KernelException">No such mount can be made; nothing goes on without.</exception>
    public static void Ensure(params string[] args)
    {
        int self = (int)Raw.Check(KernelFile.Open("/proc/self/exe", (int)Resolving.PathOnly), "open", "/proc/self/exe");
        bool readOnly = IsReadOnly(self);
        Raw.Close(self);
        if (readOnly)
        {
            return;
        }

        int mount = Open("/proc/self/exe");
        using var memory = new PlanMemory();
        byte** none = memory.Texts([]);
        Raw.Check(
            Raw.Call(Nr.ExecveAt, mount, (long)memory.Text(""), (long)memory.Texts(args), (long)none, At.EmptyPath), "execute", "this program from a read-only mount");
    }

    /// <summary>
    /// A path that executes the program from such a mount, so that it need not start itself anew; this process keeps the mount for
    /// as long as the file stays the same. Where none can be made it is the program's own path.
    /// </summary>
    public static string PathOf(string path)
    {
        var file = new FileInfo(path);
        (long Length, DateTime Written) version = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        lock (Kept)
        {
            if (!Kept.TryGetValue(path, out (int Mount, (long, DateTime) Version) kept) || kept.Version != version)
            {
                if (kept.Mount > 0)
                {
                    Raw.Close(kept.Mount);
                }

                try
                {
                    kept = (Open(path), version);
                }
                catch (KernelException)
                {
                    return path;
                }

                Kept[path] = kept;
            }

            // By our number, not "self": the child has closed its copy by the time it executes.
            return $"/proc/{Environment.ProcessId}/fd/{kept.Mount}";
        }
    }

    /// <summary>A descriptor of the program on a read-only mount; execute it as <c>/proc/self/fd/N</c>. The caller closes it.</summary>
    public static int Open(string path)
    {
        using var memory = new PlanMemory();
        long mount = Raw.Check(
            Raw.Call(Nr.OpenTree, At.CurrentFolder, (long)memory.Text(path), At.OpenTreeClone | At.OpenTreeCloseOnExec), "make a mount of", path,
            "run as root, on Linux 5.12 or later");
        var attributes = new MountAttr { Set = MountAttribute.ReadOnly | MountAttribute.NoSuid };
        long set = Raw.Call(Nr.MountSetattr, mount, (long)memory.Text(""), At.EmptyPath, (long)&attributes, sizeof(MountAttr));
        if (set < 0)
        {
            Raw.Close((int)mount);
            Raw.Check(set, "make a read-only mount of", path, "run as root, on Linux 5.12 or later");
        }

        return (int)mount;
    }

    private static bool IsReadOnly(int fd)
    {
        byte* status = stackalloc byte[256];
        return Raw.Call(Nr.Fstatfs, fd, (long)status) == 0 && (*(long*)(status + FlagsOffset) & StRdonly) != 0;
    }
}
