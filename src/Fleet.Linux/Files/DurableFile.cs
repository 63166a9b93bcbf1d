using System.Runtime.InteropServices;

namespace Fleet.Linux.Files;

/// <summary>
/// Files that a power cut leaves whole: either as they were or as they were written. Content goes to a temporary name, is
/// flushed, renamed over the old one, and the folder is flushed (rename(2), fsync(2): the name is lost otherwise).
/// </summary>
public static class DurableFile
{
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC; O_RDONLY is 0

    /// <summary>Replaces or makes the file, mode 0600.</summary>
    /// <exception cref="IOException">The disk is full, the folder missing...; the old file stands.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + ".new";
        try
        {
            using var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes a folder and those above it that are missing; what is then put there and flushed is found again after a power cut.</summary>
    /// <param name="mode">Of the folders that are made, less the umask.</param>
    public static void MakeFolder(string path, UnixFileMode mode)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(path) || Path.GetDirectoryName(path) is not { } above) return;
        MakeFolder(above, mode);
        Directory.CreateDirectory(path, mode);
        FlushFolder(above);
    }

    /// <summary>Makes names that were created in or removed from the folder last.</summary>
    public static void FlushFolder(string path)
    {
        using var folder = new OwnedFd(KernelException.Check(Open(path, CloseOnExec), "open", path));
        KernelException.Check(Sync(folder.Number), "fsync", path);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int fd);
}
