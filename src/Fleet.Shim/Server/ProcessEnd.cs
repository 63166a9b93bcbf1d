using Fleet.Linux.Processes;

namespace Fleet.Shim.Server;

/// <summary>How a process ended, as waitid(2) saw it: an exit code, or a signal (and then 128 + signal as the code).</summary>
internal readonly unsafe record struct ProcessEnd(int Code, int Signal)
{
    private const int ByPid = 1, NoHang = 1, Exited = 4; // P_PID, WNOHANG, WEXITED
    internal const int CodeOffset = 8, StatusOffset = 24; // si_code and si_status of siginfo_t on 64-bit machines
    private const int CldExited = 1;

    /// <summary>Reaps the child if it has ended; null while it runs.</summary>
    internal static ProcessEnd? Of(int pid) => Wait(pid, Exited | NoHang);

    /// <summary>Waits for its end and reaps it.</summary>
    internal static ProcessEnd? Await(int pid) => Wait(pid, Exited);

    private static ProcessEnd? Wait(int pid, int options)
    {
        byte* info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        long result;
        do
        {
            result = Raw.CallWaiting(Nr.Waitid, ByPid, pid, (long)info, options, 0);
        }
        while (result == -4); // EINTR
        if (result < 0 || *(int*)info == 0)
        {
            return null; // si_signo 0: still running
        }

        int status = *(int*)(info + StatusOffset);
        return *(int*)(info + CodeOffset) == CldExited ? new ProcessEnd(status & 0xff, 0) : new ProcessEnd(128 + status, status);
    }
}
