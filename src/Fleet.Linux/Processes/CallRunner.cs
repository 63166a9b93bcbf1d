namespace Fleet.Linux.Processes;

/// <summary>What runs between clone3 and execve: no allocation, exception, lock or managed reference.</summary>
internal static unsafe class CallRunner
{
    private const int Eperm = 1, Enoent = 2, Eintr = 4, Eacces = 13, Enotdir = 20;
    private const int PrCapAmbient = 47, PrCapAmbientRaise = 2, PrCapBsetDrop = 24;

    /// <summary>Works the plan off; returns only to end the process.</summary>
    internal static void Run(PreparedCall* call, PreparedCall* end, int reportFd, int gateFd)
    {
        int execErrno = Enoent, execStep = -1;
        for (; call < end; call++)
        {
            long result = One(call, reportFd, gateFd, ref execErrno, ref execStep);
            if (result >= 0)
            {
                if (call->Result != null)
                {
                    *call->Result = result;
                }

                call += call->SkipOnSuccess;
                continue;
            }

            int errno = (int)-result;
            if (errno == call->Accepted || errno == call->AcceptedToo)
            {
                call += call->SkipOnAccepted;
                continue;
            }

            Report(reportFd, call->Number == ChildOperation.NothingExecuted && execStep >= 0 ? execStep : call->Step, errno);
            Raw.Exit(1);
        }

        Raw.Exit(0);
    }

    private static long One(PreparedCall* call, int reportFd, int gateFd, ref int execErrno, ref int execStep)
    {
        switch (call->Number)
        {
            case ChildOperation.Report:
                return Report(reportFd, call->Step, 0);
            case ChildOperation.Gate:
                return Gate(gateFd, (byte*)call->A, call->B);
            case ChildOperation.ResetSignals:
                return ResetSignals();
            case ChildOperation.TryExecute:
                return TryExecute(call, ref execErrno, ref execStep);
            case ChildOperation.NothingExecuted:
                return -execErrno;
            case ChildOperation.ProveInside:
                long length = Raw.Call(Nr.Getcwd, call->A, call->B);
                return length < 0 || *(byte*)call->A == '/' ? length : -Enoent;
            case ChildOperation.StayAsInit:
                return ContainerInit.Stay((byte*)call->A, call->B, call->C != 0);
            case ChildOperation.RaiseAmbient:
                return RaiseAmbient(*(ulong*)call->A);
            case ChildOperation.DropBounding:
                return DropBounding(*(ulong*)call->A, (int)call->B);
            default:
                return Raw.Call(
                    call->Number, Argument(call->A, call->Indirect & 1), Argument(call->B, call->Indirect & 2), Argument(call->C, call->Indirect & 4),
                    Argument(call->D, call->Indirect & 8), Argument(call->E, call->Indirect & 16), Argument(call->F, call->Indirect & 32));
        }
    }

    private static long Argument(long value, int indirect) => indirect == 0 ? value : *(long*)value;

    private static long Report(int fd, int step, int errno)
    {
        long message = (uint)step | ((long)errno << 32);
        return Raw.Call(Nr.Write, fd, (long)&message, sizeof(long));
    }

    private static long Gate(int fd, byte* to, long bytes)
    {
        while (bytes > 0)
        {
            long read = Raw.Call(Nr.Read, fd, (long)to, bytes);
            if (read == 0)
            {
                Raw.Exit(1); // the parent is gone
            }

            if (read < 0 && read != -Eintr)
            {
                return read;
            }

            long got = read > 0 ? read : 0;
            to += got;
            bytes -= got;
        }

        return 0;
    }

    // Handlers end at execve by themselves, ignored signals do not; the runtime ignores SIGPIPE.
    private static long ResetSignals()
    {
        const int bytes = 4 * sizeof(long); // struct kernel_sigaction; arm64's lacks the restorer and is shorter
        byte* action = stackalloc byte[bytes];
        for (int i = 0; i < bytes; i++)
        {
            action[i] = 0;
        }

        for (int signal = 1; signal <= 64; signal++)
        {
            if (signal is not (9 or 19))
            {
                Raw.Call(Nr.RtSigaction, signal, (long)action, 0, 8);
            }
        }

        ulong none = 0;
        return Raw.Call(Nr.RtSigprocmask, 2 /* SIG_SETMASK */, (long)&none, 0, 8);
    }

    // As execvp(3) does, but without its fallback to a shell: the next folder of PATH after "not there" and "not allowed".
    private static long TryExecute(PreparedCall* call, ref int execErrno, ref int execStep)
    {
        int errno = (int)-Raw.Call(Nr.Execve, call->A, call->B, call->C);
        if (errno is not (Enoent or Enotdir or Eacces))
        {
            return -errno;
        }

        if (errno == Eacces && execErrno != Eacces)
        {
            execErrno = errno;
            execStep = call->Step;
        }

        return 0;
    }

    private static long RaiseAmbient(ulong mask)
    {
        for (int capability = 0; capability < 64; capability++)
        {
            if ((mask >> capability & 1) != 0)
            {
                long result = Raw.Call(Nr.Prctl, PrCapAmbient, PrCapAmbientRaise, capability);
                if (result < 0)
                {
                    return result;
                }
            }
        }

        return 0;
    }

    private static long DropBounding(ulong mask, int last)
    {
        for (int capability = 0; capability <= last; capability++)
        {
            if ((mask >> capability & 1) == 0)
            {
                long result = Raw.Call(Nr.Prctl, PrCapBsetDrop, capability);
                if (result < 0)
                {
                    return result;
                }
            }
        }

        return 0;
    }
}
