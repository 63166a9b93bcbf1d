using System.Runtime.InteropServices;

namespace Fleet.Chaos.Cluster;

internal static class Native
{
    public const int Interrupted = 4;   // EINTR

    [DllImport("libc", EntryPoint = "getppid")]
    public static extern int ParentPid();

    [DllImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static extern int WaitPid(int pid, out int status, int options);
}
