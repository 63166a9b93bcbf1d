using Fleet.Linux.Processes;
using Fleet.Shim.Plan;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Streams;

/// <summary>The descriptors between the shim and one process: three pipes, or a terminal. First both sides' ends, after the start the shim's.</summary>
internal sealed unsafe class ChildStreams
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    private int _childIn = -1, _childOut = -1, _childErr = -1, _masterNumber = -1;

    private ChildStreams()
    {
    }

    /// <summary>The shim's ends; -1 for none. A terminal is <see cref="Master"/> alone.</summary>
    internal int Stdin { get; private set; } = -1;
    internal int Stdout { get; private set; } = -1;
    internal int Stderr { get; private set; } = -1;
    internal int Master { get; private set; } = -1;

    internal static ChildStreams Open(ProcessPlan process, bool discardOutput)
    {
        var streams = new ChildStreams();
        if (process.Terminal)
        {
            // A number that is surely free in the child too; what stands there now does not matter.
            streams._masterNumber = (int)Raw.Check(Raw.Call(Nr.Fcntl, 0, 1030 /* F_DUPFD_CLOEXEC */, 3), "reserve a descriptor for", "a terminal");
            return streams;
        }

        if (process.OpenStdin)
        {
            (streams._childIn, streams.Stdin) = Pipe();
            SetNonBlocking(streams.Stdin);
        }

        if (discardOutput)
        {
            streams._childOut = OpenNull();
            streams._childErr = OpenNull();
        }
        else
        {
            (streams.Stdout, streams._childOut) = Pipe();
            (streams.Stderr, streams._childErr) = Pipe();
            SetNonBlocking(streams.Stdout);
            SetNonBlocking(streams.Stderr);
        }

        return streams;
    }

    /// <param name="calls">The child is in its root.</param>
    /// <param name="joins">It joins a container that runs already.</param>
    internal void Write(CallList calls, bool joins)
    {
        if (_masterNumber >= 0)
        {
            StreamSteps.Terminal(calls, _masterNumber, console: !joins);
        }
        else
        {
            StreamSteps.Pipes(calls, _childIn, _childOut, _childErr, joins);
        }
    }

    /// <summary>Takes the terminal's master out of the child, which stands at a gate, and gives it its size.</summary>
    internal void FetchTerminal(int pidFd, ProcessPlan process)
    {
        if (_masterNumber >= 0)
        {
            Master = (int)Raw.Check(Raw.Call(Nr.PidfdGetfd, pidFd, _masterNumber, 0), "fetch the terminal of", "the container");
            SetNonBlocking(Master);
            Resize(process.Rows, process.Columns);
        }
    }

    /// <summary>struct winsize; nothing happens without a terminal or a size.</summary>
    internal void Resize(ushort rows, ushort columns)
    {
        if (Master >= 0 && rows > 0 && columns > 0)
        {
            ushort* size = stackalloc ushort[4] { rows, columns, 0, 0 };
            Raw.Call(Nr.Ioctl, Master, 0x5414 /* TIOCSWINSZ */, (long)size);
        }
    }

    /// <summary>Closes the child's ends once it has its own, so that the end of its output can be seen.</summary>
    internal void CloseChildEnds()
    {
        Raw.Close(_childIn);
        Raw.Close(_childOut);
        Raw.Close(_childErr);
        Raw.Close(_masterNumber);
        _childIn = _childOut = _childErr = _masterNumber = -1;
    }

    /// <summary>The pumps have closed the pipes; the terminal goes now.</summary>
    internal void Forget()
    {
        Stdin = Stdout = Stderr = -1;
        Close();
    }

    internal void Close()
    {
        CloseChildEnds();
        Raw.Close(Stdin);
        Raw.Close(Stdout);
        Raw.Close(Stderr);
        Raw.Close(Master);
        Stdin = Stdout = Stderr = Master = -1;
    }

    private static (int Read, int Write) Pipe()
    {
        int* ends = stackalloc int[2];
        Raw.Check(Raw.Call(Nr.Pipe2, (long)ends, CloseOnExec), "make a pipe for", "the container's streams");
        return (ends[0], ends[1]);
    }

    private static int OpenNull() => (int)Raw.Check(KernelFile.Open("/dev/null", 1 /* O_WRONLY */), "open", "/dev/null");

    // Of our end's open file only: the child's end blocks as programs expect.
    private static void SetNonBlocking(int fd) => Raw.Call(Nr.Fcntl, fd, 4 /* F_SETFL */, NonBlocking);
}
