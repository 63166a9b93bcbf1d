using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Linux.Cgroups;

/// <summary>
/// Files and folders of cgroupfs. One value is one write(2): the kernel takes it as a whole or refuses it, and its errno
/// is what the user has to hear.
/// </summary>
internal static class CgroupFile
{
    private const int OpenReadOnly = 0, OpenWriteOnly = 1, CloseOnExec = 0x80000;
    public const int NoEntry = 2, Exists = 17, Busy = 16, NotEmpty = 39, NoSuchProcess = 3, NoSuchDevice = 19;

    public static void Write(string folder, string file, string value, string cure = "")
    {
        Errno? error = TryWrite(folder, file, value);
        if (error is { } errno)
        {
            throw new KernelException($"write '{value}' to", Path.Combine(folder, file), errno, cure);
        }
    }

    /// <summary>Null when the kernel took the value.</summary>
    public static Errno? TryWrite(string folder, string file, string value)
    {
        int fd = Open(Path.Combine(folder, file), OpenWriteOnly | CloseOnExec);
        if (fd < 0)
        {
            return Errno.Last;
        }

        try
        {
            byte[] bytes = Encoding.ASCII.GetBytes(value);
            return WriteCall(fd, bytes, bytes.Length) < 0 ? Errno.Last : null;
        }
        finally
        {
            _ = Close(fd);
        }
    }

    public static string Read(string folder, string file) =>
        TryRead(folder, file, out Errno errno) ?? throw new KernelException("read", Path.Combine(folder, file), errno);

    /// <summary>Null where the kernel, or this group, has no such file or it has gone meanwhile.</summary>
    public static string? TryRead(string folder, string file) => TryRead(folder, file, out _);

    public static bool Has(string folder, string file) => File.Exists(Path.Combine(folder, file));

    /// <summary>Makes a folder; false when its parent is not there, true when it exists already.</summary>
    public static bool Make(string folder)
    {
        if (MakeFolder(folder, 0x1ED /* 0755 */) == 0)
        {
            return true;
        }

        Errno errno = Errno.Last;
        return errno.Value switch
        {
            Exists => true,
            NoEntry => false,
            _ => throw new KernelException("make the cgroup", folder, errno, "run as root, with cgroups mounted writable"),
        };
    }

    /// <summary>Removes a folder; null when it is gone.</summary>
    public static Errno? TryRemove(string folder)
    {
        if (RemoveFolder(folder) == 0)
        {
            return null;
        }

        Errno errno = Errno.Last;
        return errno.Value == NoEntry ? null : errno;
    }

    private static string? TryRead(string folder, string file, out Errno errno)
    {
        errno = default;
        int fd = Open(Path.Combine(folder, file), OpenReadOnly | CloseOnExec);
        if (fd < 0)
        {
            errno = Errno.Last;
            return null;
        }

        try
        {
            var text = new MemoryStream();
            byte[] buffer = new byte[4096];
            while (true)
            {
                nint read = ReadCall(fd, buffer, buffer.Length);
                if (read < 0)
                {
                    errno = Errno.Last;
                    return null;
                }

                if (read == 0)
                {
                    return Encoding.ASCII.GetString(text.GetBuffer(), 0, (int)text.Length).TrimEnd('\n');
                }

                text.Write(buffer, 0, (int)read);
            }
        }
        finally
        {
            _ = Close(fd);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int fd);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteCall(int fd, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadCall(int fd, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "rmdir", SetLastError = true)]
    private static extern int RemoveFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path);
}
