using System.Text;
using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Files;

/// <summary>
/// Files by an open folder and a name in it, as the *at calls have them. Where nothing else is said the name is opened
/// itself (no symbolic link is followed at its end), and failures are <see cref="KernelException"/>.
/// </summary>
public static unsafe partial class FileAt
{
    private const int NoFollowAt = 0x100;   // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000;   // AT_EMPTY_PATH
    private const int CurrentFolder = -100; // AT_FDCWD

    /// <summary>Opens a folder of this host by its path, links followed: for paths that the user or Fleet itself chose.</summary>
    public static OwnedFd OpenFolder(string path) =>
        TryOpenAt(CurrentFolder, Encoding.UTF8.GetBytes(path), OpenFlags.Folder | OpenFlags.ReadOnly, 0, Resolve.None, out Errno errno)
        ?? throw new KernelException("open folder", path, errno);

    /// <summary>openat2(2) beneath <paramref name="folder"/>; descriptors are closed on exec.</summary>
    public static OwnedFd Open(OwnedFd folder, ReadOnlySpan<byte> name, int flags, uint mode = 0, Resolve resolve = Resolve.Beneath | Resolve.NoMagicLinks) =>
        TryOpen(folder, name, flags, out Errno errno, mode, resolve) ?? throw Failed("open", name, errno);

    /// <summary>Like <see cref="Open"/>, but null and the error number where it fails.</summary>
    public static OwnedFd? TryOpen(
        OwnedFd folder, ReadOnlySpan<byte> name, int flags, out Errno errno, uint mode = 0,
        Resolve resolve = Resolve.Beneath | Resolve.NoMagicLinks)
    {
        OwnedFd? fd = TryOpenAt(folder.Number, name, flags, mode, resolve, out errno);
        GC.KeepAlive(folder);
        return fd;
    }

    private static OwnedFd? TryOpenAt(int folder, ReadOnlySpan<byte> name, int flags, uint mode, Resolve resolve, out Errno errno)
    {
        var how = new OpenHow { Flags = (uint)(flags | OpenFlags.CloseOnExec), Mode = mode, Resolve = (ulong)resolve };
        var path = new CName(name);
        fixed (byte* p = path)
        {
            while (true)
            {
                nint fd = FileCalls.Syscall(Nr.OpenAt2, folder, (nint)p, (nint)(&how), sizeof(OpenHow));
                errno = fd >= 0 ? default : Errno.Last;
                if (fd >= 0)
                    return new OwnedFd((int)fd);

                // EAGAIN: a rename beside us while ".." was resolved (openat2(2)); the kernel asks for another try.
                if (errno.Value is not (4 or 11))
                    return null;
            }
        }
    }

    /// <summary>mkdirat(2); the mode is exact, whatever the umask.</summary>
    public static void MakeFolder(OwnedFd folder, ReadOnlySpan<byte> name, uint mode)
    {
        var path = new CName(name);
        fixed (byte* p = path)
            Check(FileCalls.MkdirAt(folder.Number, p, mode), "make folder", name);
        using OwnedFd made = Open(folder, name, OpenFlags.Folder | OpenFlags.NoFollow);
        FileMeta.SetMode(made, mode);
    }

    /// <summary>mknodat(2): a device, fifo or socket; <paramref name="mode"/> holds the type (S_IFCHR, ...).</summary>
    public static void MakeNode(OwnedFd folder, ReadOnlySpan<byte> name, uint mode, uint major = 0, uint minor = 0)
    {
        ulong device = ((ulong)(major & 0xfffff000) << 32) | ((ulong)(major & 0xfff) << 8) | ((ulong)(minor & 0xffffff00) << 12) | (minor & 0xff);
        var path = new CName(name);
        fixed (byte* p = path)
            Check(FileCalls.MknodAt(folder.Number, p, mode, device), "make node", name);
    }

    /// <summary>symlinkat(2).</summary>
    public static void MakeSymlink(OwnedFd folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        CName path = new(name), to = new(target);
        fixed (byte* p = path, t = to)
            Check(FileCalls.SymlinkAt(t, folder.Number, p), "make symbolic link", name);
    }

    /// <summary>linkat(2); a symbolic link is linked itself, not what it points to.</summary>
    public static void Link(OwnedFd fromFolder, ReadOnlySpan<byte> from, OwnedFd toFolder, ReadOnlySpan<byte> to)
    {
        CName source = new(from), target = new(to);
        fixed (byte* s = source, t = target)
            Check(FileCalls.LinkAt(fromFolder.Number, s, toFolder.Number, t, 0), "make hard link", to);
        GC.KeepAlive(fromFolder);
    }

    /// <summary>renameat2(2).</summary>
    /// <param name="replace">False: an existing target is EEXIST.</param>
    public static void Rename(OwnedFd fromFolder, ReadOnlySpan<byte> from, OwnedFd toFolder, ReadOnlySpan<byte> to, bool replace = true)
    {
        CName source = new(from), target = new(to);
        fixed (byte* s = source, t = target)
            Check(FileCalls.RenameAt2(fromFolder.Number, s, toFolder.Number, t, replace ? 0u : 1u), "rename to", to);
        GC.KeepAlive(fromFolder);
    }

    /// <summary>unlinkat(2) of anything but a folder; false if there was nothing.</summary>
    public static bool Unlink(OwnedFd folder, ReadOnlySpan<byte> name) => Unlink(folder, name, 0);

    /// <summary>Removes an empty folder; false if there was nothing.</summary>
    public static bool RemoveFolder(OwnedFd folder, ReadOnlySpan<byte> name) => Unlink(folder, name, 0x200); // AT_REMOVEDIR

    private static bool Unlink(OwnedFd folder, ReadOnlySpan<byte> name, int flags)
    {
        var path = new CName(name);
        fixed (byte* p = path)
        {
            if (FileCalls.UnlinkAt(folder.Number, p, flags) == 0)
                return true;
        }

        Errno errno = Errno.Last;
        return errno.Value == 2 ? false : throw Failed("remove", name, errno);
    }

    /// <summary>The target of a symbolic link (readlinkat(2)); an empty name reads the link that <paramref name="folder"/> itself is.</summary>
    public static byte[] ReadLink(OwnedFd folder, ReadOnlySpan<byte> name)
    {
        var path = new CName(name);
        byte* buffer = stackalloc byte[4096]; // PATH_MAX
        fixed (byte* p = path)
        {
            nint length = FileCalls.ReadlinkAt(folder.Number, p, buffer, 4096);
            return length >= 0 ? new ReadOnlySpan<byte>(buffer, (int)length).ToArray() : throw Failed("read link", name, Errno.Last);
        }
    }

    private static void Check(int result, string operation, ReadOnlySpan<byte> name)
    {
        if (result < 0)
            throw Failed(operation, name, Errno.Last);
    }

    internal static KernelException Failed(string operation, ReadOnlySpan<byte> name, Errno errno) =>
        new(operation, CName.Text(name), errno, errno.Value switch
        {
            28 => "free some space on this disk, then try again",
            122 => "raise the quota of this disk, then try again",
            _ => "",
        });
}
