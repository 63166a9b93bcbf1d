using System.Text;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Files;

/// <summary>
/// A read-only overlay of folders as a descriptor: a mount that no mount table shows and that goes when the descriptor is
/// closed (fsopen(2), fsmount(2)). Whoever has it can look into the merged tree; nobody else sees it.
/// </summary>
public static unsafe class DetachedOverlay
{
    private const int SetString = 1, Create = 6;  // FSCONFIG_SET_STRING, FSCONFIG_CMD_CREATE of linux/mount.h
    private const int ReadOnlyNoSetIdNoDevices = 1 | 2 | 4; // MOUNT_ATTR_RDONLY | NOSUID | NODEV

    /// <param name="folder">What the names are relative to.</param>
    /// <param name="lowers">At least two, the uppermost first; without colon, comma or backslash.</param>
    public static OwnedFd Open(OwnedFd folder, IReadOnlyList<string> lowers) =>
        TryModern(folder, lowers) ?? ClassicOverlay.Open(folder, lowers);

    /// <summary>Layer by layer through <c>lowerdir+</c> (Linux 6.7 on, hence no limit of one page); null where the kernel lacks it.</summary>
    internal static OwnedFd? TryModern(OwnedFd folder, IReadOnlyList<string> lowers)
    {
        using OwnedFd? context = OpenContext();
        if (context is null)
            return null;
        foreach (string name in lowers)
        {
            // Through /proc: fsconfig(2) takes strings of at most 255 bytes, and the store's own path may be longer.
            if (Configure(context, SetString, "lowerdir+", $"{folder.ProcPath}/{name}") != 0)
                return Errno.Last.Value == 22 ? null : throw Failed(context, "add the layer", name);
        }

        GC.KeepAlive(folder);
        // Before Linux 6.5 overlay takes any word as it comes and stumbles over lowerdir+ only here.
        if (Configure(context, Create, null, null) != 0)
            return Errno.Last.Value == 22 ? null : throw Failed(context, "make an overlay of", string.Join(':', lowers.Take(4)));
        nint mount = FileCalls.Syscall(Nr.Fsmount, context.Number, 1, ReadOnlyNoSetIdNoDevices);
        return mount >= 0 ? new OwnedFd((int)mount) : throw Failed(context, "mount an overlay of", string.Join(':', lowers.Take(4)));
    }

    private static OwnedFd? OpenContext()
    {
        var name = new CName("overlay"u8);
        fixed (byte* n = name)
        {
            nint fd = FileCalls.Syscall(Nr.Fsopen, (nint)n, 1);
            if (fd >= 0)
                return new OwnedFd((int)fd);
        }

        Errno errno = Errno.Last;
        return errno.Value switch
        {
            38 => null, // ENOSYS: before Linux 5.2
            19 => throw new KernelException("use", "overlay", errno, "load the module: modprobe overlay"),
            1 => throw new KernelException("use", "overlay", errno, "run Fleet's agent as root"),
            _ => throw new KernelException("use", "overlay", errno),
        };
    }

    private static int Configure(OwnedFd context, int command, string? key, string? value)
    {
        CName k = new(Encoding.UTF8.GetBytes(key ?? "")), v = new(Encoding.UTF8.GetBytes(value ?? ""));
        fixed (byte* kp = k, vp = v)
        {
            return (int)FileCalls.Syscall(
                Nr.Fsconfig, context.Number, command, key is null ? 0 : (nint)kp, value is null ? 0 : (nint)vp);
        }
    }

    /// <summary>The kernel's own words wait to be read from the context.</summary>
    private static KernelException Failed(OwnedFd context, string operation, string target)
    {
        Errno errno = Errno.Last;
        byte* buffer = stackalloc byte[512];
        nint length = FileCalls.Read(context.Number, buffer, 512);
        return new KernelException(operation, target, errno, length > 0 ? Encoding.UTF8.GetString(buffer, (int)length).Trim() : "");
    }
}
