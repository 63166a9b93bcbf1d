using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>Signals to processes by pid (kill(2)), for processes whose group is known to hold nobody else; else take a pidfd.</summary>
public static class ProcessSignal
{
    private const int SigKill = 9, NoSuchProcess = 3;

    /// <summary>SIGKILL; a process that is gone already is no error.</summary>
    public static void Kill(int pid)
    {
        if (SendSignal(pid, SigKill) < 0 && Errno.Last.Value != NoSuchProcess) throw new KernelException("kill", $"process {pid}", Errno.Last);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
