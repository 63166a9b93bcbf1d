using System.Globalization;
using System.Text;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;

namespace Fleet.Linux.Processes;

/// <summary>
/// <c>/proc/PID</c> of one certain process. The folder is opened first and then asked who it is: a descriptor of it never becomes
/// another process's, whereas the number may. Once the process has ended, nothing can be read through it any more (ESRCH).
/// Only the kernel's own text is read here, never what a link in it leads to.
/// </summary>
public sealed class ProcessFolder : IDisposable
{
    private const int StartTimeField = 22;      // of /proc/PID/stat (proc_pid_stat(5))

    private readonly OwnedFd _folder;

    private ProcessFolder(OwnedFd folder) => _folder = folder;

    /// <summary>Null when that process has ended, zombies included.</summary>
    /// <param name="startTime">In clock ticks since boot (proc_pid_stat(5)), by which a number that was given out again is known.</param>
    public static ProcessFolder? Open(int pid, ulong startTime)
    {
        if (pid <= 0 || KernelFile.Open($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}", OpenFlags.Path) is not (>= 0 and var fd))
        {
            return null;
        }

        var found = new ProcessFolder(new OwnedFd((int)fd));
        if (found.Read("stat") is { } stat && IsIt(stat, startTime))
        {
            return found;
        }

        found.Dispose();
        return null;
    }

    /// <summary>A file's text; null when it is not there or the process has ended.</summary>
    public string? Read(string name) => KernelFile.TryRead($"{_folder.ProcPath}/{name}", out _) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The inode of its namespace of a kind: two processes share a namespace when the numbers are the same (ioctl_ns(2)).</summary>
    /// <returns>Null where the kernel has no such kind, or the process has ended.</returns>
    public ulong? Namespace(NamespaceType type)
    {
        try
        {
            return Inode(Encoding.ASCII.GetString(FileAt.ReadLink(_folder, Encoding.ASCII.GetBytes($"ns/{type.Name}"))));
        }
        catch (KernelException)
        {
            return null;
        }
    }

    /// <summary>
    /// Its root folder with all that is mounted in its mount namespace; only names it (O_PATH). What is in there is a stranger's.
    /// </summary>
    /// <returns>Null when the process has ended.</returns>
    public OwnedFd? OpenRoot() => FileAt.TryOpen(_folder, "root"u8, OpenFlags.Path | OpenFlags.Folder, out _, 0, Resolve.None);

    public void Dispose() => _folder.Dispose();

    /// <summary><c>pid:[4026531836]</c>.</summary>
    internal static ulong? Inode(string link) =>
        link.IndexOf('[') is > 0 and var open && ulong.TryParse(link.AsSpan(open + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out ulong inode) ? inode : null;

    private static bool IsIt(string stat, ulong startTime)
    {
        // The second field is the name in brackets and may hold anything, blanks and brackets too.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is not ("Z" or "X") && fields[StartTimeField - 3] == startTime.ToString(CultureInfo.InvariantCulture);
    }
}
