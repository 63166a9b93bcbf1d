namespace Fleet.Linux.Files;

public static unsafe partial class FileAt
{
    /// <summary>statx(2) of a name, itself even if it is a link; null if there is none.</summary>
    public static FileStatus? Status(OwnedFd folder, ReadOnlySpan<byte> name)
    {
        byte* result = stackalloc byte[256];
        var path = new CName(name);
        fixed (byte* p = path)
        {
            if (FileCalls.Statx(folder.Number, p, NoFollowAt, 0x7ff, result) == 0)
                return FileStatus.Read(result);
        }

        Errno errno = Errno.Last;
        return errno.Value is 2 or 20 ? null : throw Failed("look at", name, errno); // ENOENT, ENOTDIR
    }

    /// <summary>statx(2) of what is open.</summary>
    public static FileStatus Status(OwnedFd file)
    {
        byte* result = stackalloc byte[256];
        byte empty = 0;
        KernelException.Check(FileCalls.Statx(file.Number, &empty, EmptyPath, 0x7ff, result), "look at", file.ProcPath);
        GC.KeepAlive(file);
        return FileStatus.Read(result);
    }

    /// <summary>lchown of a name: the link itself.</summary>
    public static void SetOwner(OwnedFd folder, ReadOnlySpan<byte> name, uint uid, uint gid)
    {
        var path = new CName(name);
        fixed (byte* p = path)
            Check(FileCalls.FchownAt(folder.Number, p, uid, gid, NoFollowAt), "change the owner of", name);
    }

    /// <summary>Sets modification and access time of a name: of the link itself (utimensat(2)).</summary>
    public static void SetTimes(OwnedFd folder, ReadOnlySpan<byte> name, long seconds, uint nanoseconds)
    {
        long* times = stackalloc long[4] { seconds, nanoseconds, seconds, nanoseconds };
        var path = new CName(name);
        fixed (byte* p = path)
            Check(FileCalls.UtimensAt(folder.Number, p, times, NoFollowAt), "set the times of", name);
    }
}
