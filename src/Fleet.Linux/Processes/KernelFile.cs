using System.Text;

namespace Fleet.Linux.Processes;

/// <summary>Small files of /proc and cgroups: one open, one write or read, no buffering in between.</summary>
public static unsafe class KernelFile
{
    private const int WriteOnly = 1, CloseOnExec = 0x80000;

    /// <summary>Writes the text in one write(2), as the kernel demands it.</summary>
    /// <returns>0, or minus an errno.</returns>
    public static long TryWrite(string path, string text)
    {
        long fd = Open(path, WriteOnly);
        if (fd < 0)
        {
            return fd;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        long wrote;
        fixed (byte* start = bytes)
        {
            wrote = Raw.CallWaiting(Nr.Write, fd, (long)start, bytes.Length);
        }

        Raw.Close((int)fd);
        return Math.Min(wrote, 0);
    }

    /// <summary>The whole file, or null with the errno.</summary>
    public static byte[]? TryRead(string path, out Errno errno, int limit = 1 << 20)
    {
        errno = default;
        long fd = Open(path, 0);
        if (fd < 0)
        {
            errno = new Errno((int)-fd);
            return null;
        }

        byte[] buffer = new byte[4096];
        int length = 0;
        while (true)
        {
            long read;
            fixed (byte* start = buffer)
            {
                read = Raw.CallWaiting(Nr.Read, fd, (long)(start + length), buffer.Length - length);
            }

            if (read <= 0)
            {
                Raw.Close((int)fd);
                errno = new Errno((int)-read);
                return read < 0 ? null : buffer[..length];
            }

            length += (int)read;
            if (length == buffer.Length)
            {
                if (length >= limit)
                {
                    Raw.Close((int)fd);
                    errno = new Errno(27); // EFBIG
                    return null;
                }

                Array.Resize(ref buffer, length * 2);
            }
        }
    }

    /// <summary>open(2) relative to the working folder; the descriptor, or minus an errno.</summary>
    public static long Open(string path, int flags, int mode = 0)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* start = name)
        {
            return Raw.CallWaiting(Nr.OpenAt, -100, (long)start, flags | CloseOnExec, mode);
        }
    }
}
