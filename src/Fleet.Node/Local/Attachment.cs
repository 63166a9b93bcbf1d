using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Local;

internal sealed class Attachment(AttachSession session) : IAttachment
{
    public Stream? Stdin => session.Stdin;

    public Stream Stdout => session.Stdout;

    public Stream Stderr => session.Stderr;

    public Task ResizeAsync(TerminalSize size, CancellationToken cancel) => session.ResizeAsync(new ConsoleSize(size.Rows, size.Columns), cancel);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}

internal sealed class Execution(ExecSession session) : IExecution
{
    public int Pid => session.Pid;

    public Stream? Stdin => session.Stdin;

    public Stream Stdout => session.Stdout;

    public Stream Stderr => session.Stderr;

    public Task<int> WaitAsync(CancellationToken cancel) => session.WaitAsync(cancel);

    public Task SignalAsync(string signal, CancellationToken cancel) => session.SignalAsync(StopSignal.Parse(signal), cancel);

    public Task ResizeAsync(TerminalSize size, CancellationToken cancel) => session.ResizeAsync(new ConsoleSize(size.Rows, size.Columns), cancel);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
