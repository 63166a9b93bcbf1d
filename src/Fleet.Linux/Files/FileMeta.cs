using System.Text;

namespace Fleet.Linux.Files;

/// <summary>Owner, mode, times and extended attributes of what is open. chown(2) clears set-id bits and file capabilities: do it first.</summary>
public static unsafe class FileMeta
{
    public static void SetOwner(OwnedFd file, uint uid, uint gid)
    {
        byte empty = 0;
        KernelException.Check(FileCalls.FchownAt(file.Number, &empty, uid, gid, 0x1000), "change the owner of", file.ProcPath);
        GC.KeepAlive(file);
    }

    /// <summary>fchmod(2), also of what was opened by O_PATH.</summary>
    public static void SetMode(OwnedFd file, uint mode)
    {
        if (FileCalls.Fchmod(file.Number, mode & 0xfff) == 0)
            return;
        if (Errno.Last.Value != 9)
            throw new KernelException("change the mode of", file.ProcPath, Errno.Last);

        // EBADF: an O_PATH descriptor; its link in /proc reaches the same file and nothing else.
        var path = new CName(Encoding.ASCII.GetBytes(file.ProcPath));
        fixed (byte* p = path)
            KernelException.Check(FileCalls.Chmod(p, mode & 0xfff), "change the mode of", file.ProcPath);
        GC.KeepAlive(file);
    }

    public static void SetTimes(OwnedFd file, long seconds, uint nanoseconds)
    {
        long* times = stackalloc long[4] { seconds, nanoseconds, seconds, nanoseconds };
        KernelException.Check(FileCalls.Futimens(file.Number, times), "set the times of", file.ProcPath);
        GC.KeepAlive(file);
    }

    /// <summary>Sets an extended attribute (xattr(7)); also on links and devices opened by O_PATH.</summary>
    public static void SetXattr(OwnedFd file, string name, ReadOnlySpan<byte> value)
    {
        CName path = new(Encoding.ASCII.GetBytes(file.ProcPath)), key = new(Encoding.UTF8.GetBytes(name));
        fixed (byte* p = path, k = key, v = value)
        {
            byte none = 0;
            KernelException.Check(
                FileCalls.SetXattr(p, k, v is null ? &none : v, (nuint)value.Length, 0), $"set the attribute {name} of", file.ProcPath);
        }

        GC.KeepAlive(file);
    }

    /// <summary>Null if the file has no such attribute, or its file system has none at all.</summary>
    public static byte[]? GetXattr(OwnedFd file, string name)
    {
        CName path = new(Encoding.ASCII.GetBytes(file.ProcPath)), key = new(Encoding.UTF8.GetBytes(name));
        fixed (byte* p = path, k = key)
            return Fetch(p, k, $"read the attribute {name} of", file);
    }

    /// <summary>Names of all extended attributes.</summary>
    public static IReadOnlyList<string> ListXattrs(OwnedFd file)
    {
        var path = new CName(Encoding.ASCII.GetBytes(file.ProcPath));
        fixed (byte* p = path)
        {
            byte[]? list = Fetch(p, null, "list the attributes of", file);
            return list is null or [] ? [] : Encoding.UTF8.GetString(list).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public static void RemoveXattr(OwnedFd file, string name)
    {
        CName path = new(Encoding.ASCII.GetBytes(file.ProcPath)), key = new(Encoding.UTF8.GetBytes(name));
        fixed (byte* p = path, k = key)
            KernelException.Check(FileCalls.RemoveXattr(p, k), $"remove the attribute {name} of", file.ProcPath);
        GC.KeepAlive(file);
    }

    private static byte[]? Fetch(byte* path, byte* name, string operation, OwnedFd file)
    {
        var buffer = new byte[256];
        while (true)
        {
            nint length;
            fixed (byte* b = buffer)
            {
                length = name is null
                    ? FileCalls.ListXattr(path, b, (nuint)buffer.Length)
                    : FileCalls.GetXattr(path, name, b, (nuint)buffer.Length);
            }

            GC.KeepAlive(file);
            if (length >= 0)
                return buffer[..(int)length];
            switch (Errno.Last.Value)
            {
                case 61 or 95: return null;                     // ENODATA, EOPNOTSUPP
                case 34 when buffer.Length < 1 << 17: buffer = new byte[buffer.Length * 4]; break; // ERANGE; the kernel's most is 64 KiB
                default: throw new KernelException(operation, file.ProcPath, Errno.Last);
            }
        }
    }
}
