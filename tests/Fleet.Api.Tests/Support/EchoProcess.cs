using System.IO.Pipelines;
using Fleet.Node.Engine;

namespace Fleet.Api.Tests.Support;

/// <summary>What comes on stdin goes out on stdout; ends with its stdin, or when it is told to.</summary>
internal sealed class EchoProcess : IExecution, IContainerAttachment
{
    private readonly Pipe _pipe = new();
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EchoProcess()
    {
        Stdin = new InputStream(this);
        Stdout = _pipe.Reader.AsStream();
    }

    public int Code { get; init; }

    public int Pid => 1;

    public string Id { get; set; } = "";

    public OutputPosition Position { get; init; } = new("run", 0, 0);

    public bool WasCut => false;

    public bool Detached { get; private set; }

    public bool TakeGap() => false;

    public void SayDetached() => Detached = true;

    public Stream? Stdin { get; }

    public Stream Stdout { get; }

    public Stream Stderr { get; } = new MemoryStream("to stderr"u8.ToArray());

    public void End(int code)
    {
        _pipe.Writer.Complete();
        _exit.TrySetResult(code);
    }

    public Task<int> WaitAsync(CancellationToken cancel) => _exit.Task.WaitAsync(cancel);

    public Task SignalAsync(string signal, CancellationToken cancel)
    {
        End(128 + int.Parse(signal));
        return Task.CompletedTask;
    }

    public Task ResizeAsync(TerminalSize size, CancellationToken cancel) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class InputStream(EchoProcess process) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await process._pipe.Writer.WriteAsync(buffer, cancellationToken);

        public override ValueTask DisposeAsync()
        {
            process.End(process.Code);
            return base.DisposeAsync();
        }
    }
}
