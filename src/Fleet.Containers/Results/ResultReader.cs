using System.Runtime.InteropServices;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Containers.Results;

/// <summary>Reads what a container left as its result. The folder is the container's: it may hold links, pipes, anything.</summary>
internal static class ResultReader
{
    private const string Name = "result";
    private const int OpenFolder = 0x80000 /* O_CLOEXEC; O_RDONLY is 0 */;

    /// <exception cref="InvalidDataException">Too long, or no regular file.</exception>
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
            return RootedPath.ReadAll(root, Name, ResultFiles.MaxBytes);
        }
        catch (Exception e) when (e is KernelException or IOException)
        {
            throw new InvalidDataException($"the result cannot be read: {e.Message}", e);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
