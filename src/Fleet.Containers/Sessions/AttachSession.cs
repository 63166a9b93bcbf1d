using Fleet.Containers.Spec;

namespace Fleet.Containers.Sessions;

/// <summary>
/// The streams of one run of a container's first process. Read both outputs. Disposing detaches and ends nothing.
/// </summary>
public sealed class AttachSession : IAsyncDisposable
{
    private readonly ProcessStreams _streams;
    private readonly Func<ConsoleSize, CancellationToken, Task> _resize;
    private int _gap;

    internal AttachSession(ProcessStreams streams, OutputPosition position, Func<ConsoleSize, CancellationToken, Task> resize)
    {
        _streams = streams;
        _resize = resize;
        Position = position;
    }

    /// <summary>Where its output begins.</summary>
    public OutputPosition Position { get; }

    /// <summary>Null when the container's stdin is not open, or is not fed from here; disposing it gives the process end of file.</summary>
    public Stream? Stdin => _streams.Stdin;

    /// <summary>Ends when the process has ended, or <see cref="WasCut"/>; all output of a terminal.</summary>
    public Stream Stdout => _streams.Stdout;

    /// <summary>Empty for a terminal.</summary>
    public Stream Stderr => _streams.Stderr;

    /// <summary>The streams ended before the process: they were not read in time. The log has the rest, hence a new session from there.</summary>
    public bool WasCut => _streams.LostBytes > 0;

    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => _resize(size, cancel);

    /// <summary>Whether output is missing that should have come before what is read now (rotated away, or never logged). Told once.</summary>
    public bool TakeGap() => Interlocked.Exchange(ref _gap, 0) != 0;

    public ValueTask DisposeAsync() => _streams.DisposeAsync();

    internal void SayGap() => Interlocked.Exchange(ref _gap, 1);
}
