using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>Signals to processes by pid (kill(2)), for processes whose group is known to hold nobody else; else take a pidfd.</summary>
public static class ProcessSignal
{
    private const int SigKill = 9, SigContinue = 18, SigStop = 19, NoSuchProcess = 3;   // signal(7): the same on x86-64 and arm64

    /// <summary>SIGKILL; a process that is gone already is no error.</summary>
    public static void Kill(int pid) => Send(pid, SigKill, "kill");

    /// <summary>SIGSTOP: it stands still until <see cref="Continue"/>, and cannot know it.</summary>
    public static void Stop(int pid) => Send(pid, SigStop, "stop");

    /// <summary>SIGCONT.</summary>
    public static void Continue(int pid) => Send(pid, SigContinue, "continue");

    private static void Send(int pid, int signal, string operation)
    {
        if (SendSignal(pid, signal) < 0 && Errno.Last.Value != NoSuchProcess) throw new KernelException(operation, $"process {pid}", Errno.Last);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
