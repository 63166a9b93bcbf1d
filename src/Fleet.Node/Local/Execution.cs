using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Local;

/// <param name="session">Owned from now on.</param>
/// <param name="say">Tells an event of the container.</param>
internal sealed class Execution(ExecSession session, Action<string, (string, string)[]> say) : IExecution
{
    public int Pid => session.Pid;

    public Stream? Stdin => session.Stdin;

    public Stream Stdout => session.Stdout;

    public Stream Stderr => session.Stderr;

    public Task<int> WaitAsync(CancellationToken cancel) => session.WaitAsync(cancel);

    public Task SignalAsync(string signal, CancellationToken cancel) => session.SignalAsync(StopSignal.Parse(signal), cancel);

    public Task ResizeAsync(TerminalSize size, CancellationToken cancel) => session.ResizeAsync(new ConsoleSize(size.Rows, size.Columns), cancel);

    public void SayDetached() => say("exec_detach", []);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
