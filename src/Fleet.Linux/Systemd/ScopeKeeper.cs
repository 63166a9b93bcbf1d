using System.Runtime.InteropServices;
using Fleet.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Linux.Systemd;

/// <summary>
/// The small process that keeps a scope when no container does: a scope is made around a process and ends with its last one. It
/// reads from a pipe of ours and so ends when we do, however we end.
/// </summary>
internal sealed class ScopeKeeper : IDisposable
{
    private const int NoHang = 1, CloseOnExec = 0x80000;

    private readonly SafeFileHandle _pipe;
    private bool _reaped;

    private ScopeKeeper(int pid, SafeFileHandle pipe) => (Pid, _pipe) = (pid, pipe);

    public int Pid { get; }

    public bool Lives
    {
        get
        {
            _reaped = _reaped || WaitPid(Pid, out _, NoHang) != 0;
            return !_reaped;
        }
    }

    /// <param name="program">Ends when its standard input does.</param>
    /// <exception cref="KernelException">It could not be started.</exception>
    public static unsafe ScopeKeeper Start(string program, IReadOnlyList<string> arguments)
    {
        int* ends = stackalloc int[2];
        KernelException.Check(Pipe(ends, CloseOnExec), "make a pipe for", program);
        using var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        try
        {
            return new ScopeKeeper(DetachedProcess.Start(program, arguments, output: -1, "/dev/null", [], input: ends[0]), writing);
        }
        catch
        {
            writing.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _pipe.Dispose();
        if (!_reaped)
        {
            _ = WaitPid(Pid, out _, 0);
            _reaped = true;
        }
    }

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static extern unsafe int Pipe(int* ends, int flags);

    [DllImport("libc", EntryPoint = "waitpid")]
    private static extern int WaitPid(int pid, out int status, int options);
}
