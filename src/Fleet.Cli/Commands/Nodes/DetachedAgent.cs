using System.Runtime.InteropServices;
using Fleet.Linux.Processes;

namespace Fleet.Cli.Commands.Nodes;

/// <summary>An agent that was started and outlives us.</summary>
internal sealed class DetachedAgent
{
    private const int NoHang = 1;   // WNOHANG, waitpid(2)

    private DetachedAgent(int pid) => Pid = pid;

    public int Pid { get; }

    /// <summary>It was our child, and has ended.</summary>
    public unsafe bool HasEnded
    {
        get
        {
            int status;
            return WaitPid(Pid, &status, NoHang) != 0;
        }
    }

    /// <exception cref="Fleet.Linux.Errors.KernelException">It could not be started.</exception>
    public static DetachedAgent Start(string program, IReadOnlyList<string> arguments, string log) =>
        new(DetachedProcess.Start(program, arguments, log));

    [DllImport("libc", EntryPoint = "waitpid")]
    private static extern unsafe int WaitPid(int pid, int* status, int options);
}
