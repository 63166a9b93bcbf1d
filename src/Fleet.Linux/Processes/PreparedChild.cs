using Fleet.Linux.Namespaces;

namespace Fleet.Linux.Processes;

/// <summary>
/// A child that runs a <see cref="CallList"/> and nothing else. Two pipes lead to it: its reports come out of one (a step, and
/// an errno when it failed there), what it waits for goes into the other.
/// </summary>
public sealed unsafe class PreparedChild : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private int _report = -1, _gate = -1;

    private PreparedChild()
    {
    }

    /// <summary>As this process's own PID namespace numbers it.</summary>
    public int Pid { get; private set; }

    /// <summary>The owner closes it, by <see cref="TakePidFd"/> or <see cref="Dispose"/>.</summary>
    public int PidFd { get; private set; } = -1;

    /// <summary>Descriptor that becomes readable with the next report.</summary>
    public int ReportFd => _report;

    /// <summary>Clones. In the child this never returns.</summary>
    /// <param name="list">What it does; its memory must live until the clone has returned.</param>
    /// <param name="flags">New namespaces; <see cref="CloneFlags.PidFd"/> is added.</param>
    /// <param name="cgroupFd">Folder of a group of the unified hierarchy to be born in, or -1.</param>
    /// <exception cref="KernelException">clone3(2) or pipe2(2) failed.</exception>
    public static PreparedChild Clone(CallList list, CloneFlags flags, int cgroupFd = -1)
    {
        int* gate = stackalloc int[2];
        int* report = stackalloc int[2];
        Raw.Check(Raw.Call(Nr.Pipe2, (long)gate, CloseOnExec), "make a pipe to", "the child");
        long made = Raw.Call(Nr.Pipe2, (long)report, CloseOnExec);
        if (made < 0)
        {
            Raw.Close(gate[0]);
            Raw.Close(gate[1]);
            Raw.Check(made, "make a pipe from", "the child");
        }

        PreparedCall* calls = list.Lay(out int count);
        int pidFd = -1;
        var args = new CloneArgs
        {
            Flags = (ulong)(flags | CloneFlags.PidFd | (cgroupFd >= 0 ? CloneFlags.IntoCgroup : 0)),
            PidFd = (ulong)&pidFd,
            ExitSignal = 17, // SIGCHLD
            Cgroup = cgroupFd >= 0 ? (ulong)cgroupFd : 0,
        };
        int gateRead = gate[0], gateWrite = gate[1], reportRead = report[0], reportWrite = report[1];
        bool sharedFiles = (flags & CloneFlags.Files) != 0;
        long pid = Raw.Call(Nr.Clone3, (long)&args, sizeof(CloneArgs));
        if (pid == 0)
        {
            if (!sharedFiles)
            {
                // The parent's ends: kept open here they would hide its death.
                Raw.Close(gateWrite);
                Raw.Close(reportRead);
            }

            CallRunner.Run(calls, calls + count, reportWrite, gateRead);
        }

        if (!sharedFiles || pid < 0)
        {
            Raw.Close(gateRead);
            Raw.Close(reportWrite);
        }

        var child = new PreparedChild { Pid = (int)pid, PidFd = pidFd, _gate = gateWrite, _report = reportRead };
        if (pid < 0)
        {
            child.Dispose();
            Raw.Check(pid, "clone a process with", flags.ToString(), CureFor((int)-pid));
        }

        if (sharedFiles)
        {
            child._sharedGate = gateRead;
            child._sharedReport = reportWrite;
        }

        return child;
    }

    private int _sharedGate = -1, _sharedReport = -1;

    /// <summary>Waits for the next report.</summary>
    /// <returns>False when there is none any more: the child executed its program, or died.</returns>
    public bool NextReport(out int step, out Errno errno)
    {
        long message = 0;
        long read;
        do
        {
            read = Raw.CallWaiting(Nr.Read, _report, (long)&message, sizeof(long));
        }
        while (read == -4); // EINTR
        step = (int)message;
        errno = new Errno((int)(message >> 32));
        return read == sizeof(long);
    }

    /// <summary>Whether a report, or the end of all reports, comes within so many milliseconds.</summary>
    public bool HasReportWithin(int milliseconds)
    {
        long* pollFd = stackalloc long[1];
        *(int*)pollFd = _report;
        ((short*)pollFd)[2] = 1; // POLLIN
        long* time = stackalloc long[2] { milliseconds / 1000, milliseconds % 1000 * 1_000_000L };
        return Raw.CallWaiting(Nr.Ppoll, (long)pollFd, 1, (long)time, 0, 8) != 0;
    }

    /// <summary>Opens the gate at which the child waits.</summary>
    /// <returns>False when the child is dead.</returns>
    public bool Open(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            for (int done = 0; done < data.Length;)
            {
                long wrote = Raw.CallWaiting(Nr.Write, _gate, (long)(start + done), data.Length - done);
                if (wrote < 0 && wrote != -4)
                {
                    return false;
                }

                done += (int)Math.Max(wrote, 0);
            }
        }

        return true;
    }

    /// <summary>The caller owns the pidfd from now on.</summary>
    public int TakePidFd()
    {
        int fd = PidFd;
        PidFd = -1;
        return fd;
    }

    public void Dispose()
    {
        Raw.Close(_report);
        Raw.Close(_gate);
        Raw.Close(_sharedGate);
        Raw.Close(_sharedReport);
        Raw.Close(PidFd);
        _report = _gate = _sharedGate = _sharedReport = PidFd = -1;
    }

    private static string CureFor(int errno) => errno switch
    {
        1 => "run Fleet's agent as root",
        11 => "the pids limit of the group or of the machine is reached: raise it or end something",
        12 => "the machine or the group is out of memory",
        16 => "the group is in use by another kind of group: version 2 allows processes only in leaves",
        28 => "too many namespaces: raise user.max_*_namespaces",
        38 => "Linux 5.7 or later is needed",
        _ => "",
    };
}
