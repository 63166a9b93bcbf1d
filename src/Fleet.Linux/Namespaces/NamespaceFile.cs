using System.Text;
using Fleet.Linux.Files;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Namespaces;

/// <summary>Files that hold a namespace open: /proc/PID/ns/net, or one that was bound elsewhere (namespaces(7)).</summary>
public static unsafe class NamespaceFile
{
    private const int FileSystemMagic = 0x6e736673; // NSFS_MAGIC of linux/magic.h
    private const int AskType = 0xb703;             // NS_GET_NSTYPE (ioctl_ns(2))

    /// <summary>Opens the namespace behind a path. Whatever else lies there is only looked at, never opened: a pipe would wait, a device act.</summary>
    /// <param name="type">As the runtime specification calls it: <c>network</c>, <c>pid</c>, <c>ipc</c>, <c>uts</c>, <c>mount</c>, ...</param>
    /// <exception cref="KernelException">There is nothing, no namespace, or one of another kind.</exception>
    public static OwnedFd Open(string path, string type)
    {
        using var seen = new OwnedFd((int)Raw.Check(KernelFile.Open(path, (int)Resolving.PathOnly), $"open the {type} namespace", path, "does its process or file still exist?"));
        byte* statfs = stackalloc byte[256];
        Raw.Check(Raw.Call(Nr.Fstatfs, seen.Number, (long)statfs), "look at", path);
        if (*(long*)statfs != FileSystemMagic)
        {
            throw new KernelException($"join the {type} namespace", path, new Errno(22), "it is no namespace; name a file such as /proc/PID/ns/net or /run/netns/NAME");
        }

        var space = new OwnedFd((int)Raw.Check(KernelFile.Open(seen.ProcPath, 0), $"open the {type} namespace", path));
        long kind = Raw.Call(Nr.Ioctl, space.Number, AskType);
        if (kind == (long)FlagOf(type))
        {
            return space;
        }

        space.Dispose();
        throw new KernelException($"join the {type} namespace", path, new Errno(22), $"it is a namespace of another kind ({(CloneFlags)kind})");
    }

    private static CloneFlags FlagOf(string type) => type switch
    {
        "network" => CloneFlags.NewNet,
        "pid" => CloneFlags.NewPid,
        "ipc" => CloneFlags.NewIpc,
        "uts" => CloneFlags.NewUts,
        "mount" => CloneFlags.NewNs,
        "cgroup" => CloneFlags.NewCgroup,
        "time" => CloneFlags.NewTime,
        "user" => CloneFlags.NewUser,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no kind of namespace"),
    };
}
