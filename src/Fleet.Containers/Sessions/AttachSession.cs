using Fleet.Containers.Spec;

namespace Fleet.Containers.Sessions;

/// <summary>The streams of a container's first process. Read both outputs. Disposing detaches and ends nothing.</summary>
public sealed class AttachSession : IAsyncDisposable
{
    private readonly ProcessStreams _streams;
    private readonly Func<ConsoleSize, CancellationToken, Task> _resize;

    internal AttachSession(ProcessStreams streams, Func<ConsoleSize, CancellationToken, Task> resize)
    {
        _streams = streams;
        _resize = resize;
    }

    /// <summary>Null when the container's stdin is not open; disposing it gives the process end of file.</summary>
    public Stream? Stdin => _streams.Stdin;

    /// <summary>Ends when the process has ended; all output of a terminal.</summary>
    public Stream Stdout => _streams.Stdout;

    /// <summary>Empty for a terminal.</summary>
    public Stream Stderr => _streams.Stderr;

    /// <summary>Bytes left out since they were not read in time; they are in the log.</summary>
    public long LostBytes => _streams.LostBytes;

    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => _resize(size, cancel);

    public ValueTask DisposeAsync() => _streams.DisposeAsync();
}
