using Fleet.Containers.Spec;

namespace Fleet.Containers.Sessions;

/// <summary>The streams of a container's first process. Disposing detaches and ends nothing.</summary>
public sealed class AttachSession : IAsyncDisposable
{
    /// <summary>Null when the container's stdin is not open; disposing it gives the process end of file.</summary>
    public Stream? Stdin => throw new NotImplementedException();

    /// <summary>Ends when the process has ended; all output of a terminal.</summary>
    public Stream Stdout => throw new NotImplementedException();

    /// <summary>Empty for a terminal.</summary>
    public Stream Stderr => throw new NotImplementedException();

    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
