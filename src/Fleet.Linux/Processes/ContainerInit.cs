namespace Fleet.Linux.Processes;

/// <summary>
/// The first process of a container that asked for one: it runs the program as its child, passes signals on to it, reaps whatever
/// falls to it, and ends with the program's code (docker's <c>--init</c>). Like all of a cloned child's code it allocates nothing.
/// </summary>
internal static unsafe class ContainerInit
{
    private const int Sigchld = 17, Sigttin = 21, Sigttou = 22;
    private const int SetMask = 2, NoHang = 1;
    private const int PrSetName = 15, PrSetDumpable = 4;
    private const int SetForeground = 0x5410; // TIOCSPGRP

    /// <summary>Returns 0 in the child that goes on, or minus an errno; never in the process that stays.</summary>
    internal static long Stay(byte* arguments, long argumentBytes, bool terminal)
    {
        // Blocked, signals wait for us to fetch them, and none is lost between the fork and the loop.
        ulong all = ulong.MaxValue, none = 0;
        Raw.Call(Nr.RtSigprocmask, SetMask, (long)&all, 0, sizeof(ulong));
        long program = Raw.Call(Nr.Clone, Sigchld);
        if (program < 0)
        {
            return program;
        }

        if (program == 0)
        {
            Raw.Call(Nr.Setpgid, 0, 0);
            if (terminal)
            {
                int group = (int)Raw.Call(Nr.Getpid);
                Raw.Call(Nr.Ioctl, 0, SetForeground, (long)&group);
            }

            return Raw.Call(Nr.RtSigprocmask, SetMask, (long)&none, 0, sizeof(ulong));
        }

        // "fleet-init" with its NUL, as the bytes of two words.
        ulong* name = stackalloc ulong[2];
        name[0] = 0x6e692d7465656c66;
        name[1] = 0x7469;
        Raw.Call(Nr.Prctl, PrSetName, (long)name);
        Raw.Call(Nr.Prctl, PrSetDumpable, 0);
        for (long i = 0; i < argumentBytes; i++)
        {
            arguments[i] = i < 10 ? ((byte*)name)[i] : (byte)0;
        }

        // The program's streams end with the program; and the pipe that tells of its execve must have no other end.
        Raw.Call(Nr.CloseRange, 0, uint.MaxValue, 0);
        while (true)
        {
            long signal = Raw.Call(Nr.RtSigtimedwait, (long)&all, 0, 0, sizeof(ulong));
            if (signal == Sigchld)
            {
                Reap(program);
            }
            else if (signal > 0 && signal is not (Sigttin or Sigttou))
            {
                Raw.Call(Nr.Kill, program, signal);
            }
        }
    }

    private static void Reap(long program)
    {
        while (true)
        {
            int status = 0;
            long ended = Raw.Call(Nr.Wait4, -1, (long)&status, NoHang, 0);
            if (ended <= 0)
            {
                return;
            }

            if (ended == program)
            {
                Raw.Exit((status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f));
            }
        }
    }
}
