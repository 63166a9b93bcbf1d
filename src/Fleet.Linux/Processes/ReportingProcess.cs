using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Linux.Processes;

/// <summary>
/// Starts a program that outlives the caller, as <see cref="DetachedProcess"/> does, but whose standard output the caller reads
/// for a while. Its environment is PATH alone.
/// </summary>
public static class ReportingProcess
{
    private const int CloseOnExec = 0x80000;        // O_CLOEXEC

    /// <returns>The process's id, which the caller has to wait for in the end, and the pipe that reads its output.</returns>
    /// <exception cref="KernelException">The program could not be started.</exception>
    /// <param name="name">Its argument 0; null for <paramref name="file"/>.</param>
    public static unsafe (int Pid, SafeFileHandle Output) Start(string file, IReadOnlyList<string> arguments, string errors, string? name = null)
    {
        int* ends = stackalloc int[2];
        KernelException.Check(Pipe(ends, CloseOnExec), "make a pipe for", file);
        var output = new SafeFileHandle(ends[0], ownsHandle: true);
        using var input = new SafeFileHandle(ends[1], ownsHandle: true);
        try
        {
            int pid = DetachedProcess.Start(file, arguments, ends[1], errors, [$"PATH={Environment.GetEnvironmentVariable("PATH")}"], name);
            return (pid, output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static extern unsafe int Pipe(int* ends, int flags);
}
