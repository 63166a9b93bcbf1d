using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;

namespace Fleet.Shim.Plan;

/// <summary>Standard input, output and error: pipes to the shim, or a terminal of the container's own devpts.</summary>
internal static unsafe class StreamSteps
{
    private const int ReadWrite = 2, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const int TiocSptLck = 0x40045431, TiocGptPeer = 0x5441, TiocSctty = 0x540e;

    /// <param name="calls">The child is in its root.</param>
    /// <param name="stdin">The pipe's end, or -1 for /dev/null.</param>
    /// <param name="stdout">The pipe's end.</param>
    /// <param name="stderr">The pipe's end.</param>
    /// <param name="joins">
    /// The container runs already and may have put anything in the place of its /dev/null, a fifo that blocks for ever: the shim's own
    /// serves then, which is the child's standard input from the start.
    /// </param>
    internal static void Pipes(CallList calls, int stdin, int stdout, int stderr, bool joins)
    {
        calls.Step("connect standard input, output and error");
        if (stdin >= 0)
        {
            calls.Add(Nr.Dup3, stdin, 0, 0);
        }
        else if (!joins)
        {
            Null(calls);
        }

        Output(calls, stdout, 1);
        Output(calls, stderr, 2);
    }

    private static void Output(CallList calls, int pipe, int fd) => calls.Add(Nr.Dup3, pipe, fd, 0);

    private static void Null(CallList calls)
    {
        long* opened = calls.Memory.Slot();
        calls.Add(Nr.OpenAt, At.CurrentFolder, (long)calls.Memory.Text("/dev/null"), CloseOnExec).Into(opened);
        calls.Add(Nr.Dup3, 0, 0, 0).From(0, opened);
    }

    /// <param name="calls">The child is in its root, and leads a session.</param>
    /// <param name="masterFd">Where the child keeps its master until the shim has fetched it (pidfd_getfd(2)): a number that the shim has reserved.</param>
    /// <param name="console">Show the terminal as /dev/console too.</param>
    internal static void Terminal(CallList calls, int masterFd, bool console)
    {
        long* master = calls.Memory.Slot(), slave = calls.Memory.Slot(), at = calls.Memory.Slot(), copy = calls.Memory.Slot();
        calls.Step("make a terminal")
            .Add(Nr.OpenAt, At.CurrentFolder, (long)calls.Memory.Text("/dev/pts/ptmx"), ReadWrite | NoTerminal | CloseOnExec).Into(master);
        calls.Add(Nr.Ioctl, 0, TiocSptLck, (long)calls.Memory.Slot(0)).From(0, master);
        calls.Add(Nr.Ioctl, 0, TiocGptPeer, ReadWrite | NoTerminal).From(0, master).Into(slave);
        for (int fd = 0; fd < 3; fd++)
        {
            calls.Add(Nr.Dup3, 0, fd, 0).From(0, slave);
        }

        calls.Add(Nr.Ioctl, 0, TiocSctty, 0);
        calls.Add(Nr.Dup3, 0, masterFd, CloseOnExec).From(0, master);
        if (console)
        {
            long empty = (long)calls.Memory.Text(""), name = (long)calls.Memory.Text("/dev/console");
            calls.Step("show the terminal as /dev/console").Add(Nr.MknodAt, At.CurrentFolder, name, 0x8000 | 0x180, 0).Accept(17 /* EEXIST */);
            calls.Add(Nr.OpenTree, 0, empty, At.OpenTreeClone | At.OpenTreeCloseOnExec | At.EmptyPath).From(0, slave).Into(copy);
            calls.Add(Nr.OpenAt, At.CurrentFolder, name, (long)(Resolving.PathOnly | Resolving.CloseOnExec)).Into(at);
            calls.Add(Nr.MoveMount, 0, empty, 0, empty, At.MoveFromEmptyPath | At.MoveToEmptyPath).From(0, copy).From(2, at);
        }
    }
}
