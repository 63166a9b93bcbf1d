using System.Runtime.InteropServices;
using Fleet.Linux.Files;

namespace Fleet.Containers.Results;

/// <summary>
/// Reads what a container left as its result. The folder is the container's: it may hold links, pipes, anything, and none of it may
/// keep the container's end from being told.
/// </summary>
internal static class ResultReader
{
    private const string Name = "result";
    private const int OpenFolder = 0x80000 /* O_CLOEXEC; O_RDONLY is 0 */;

    /// <summary>The first bytes of it; null when there is no regular file of that name.</summary>
    public static byte[]? Read(string folder)
    {
        int fd = Open(folder, OpenFolder);
        if (fd < 0)
        {
            return null;
        }

        using var root = new OwnedFd(fd);
        try
        {
            using OwnedFd? file = RootedPath.OpenRead(root, Name);
            if (file is null || FileAt.Status(file).Kind != FileKind.Regular)
            {
                return null;
            }

            byte[] bytes = new byte[ResultFiles.MaxBytes];
            int length = 0;
            for (int read; (read = FileData.Read(file, bytes.AsSpan(length))) > 0; length += read)
            {
                // until the file ends, or the buffer is full
            }

            return bytes[..length];
        }
        catch (IOException)
        {
            return null;    // a link that turns in a circle, and the like
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
