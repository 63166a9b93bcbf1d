using Fleet.Containers.Spec;

namespace Fleet.Containers.Sessions;

/// <summary>A running exec. Disposing closes the streams; the command goes on, or ends by reading or writing what is closed.</summary>
public sealed class ExecSession : IAsyncDisposable
{
    /// <summary>The command's process as the agent sees it.</summary>
    public int Pid => throw new NotImplementedException();

    /// <summary>Null unless <see cref="ExecSetup.OpenStdin"/>; disposing it gives the command end of file.</summary>
    public Stream? Stdin => throw new NotImplementedException();

    public Stream Stdout => throw new NotImplementedException();

    public Stream Stderr => throw new NotImplementedException();

    /// <summary>0 to 255, 128 + n when ended by signal n.</summary>
    public Task<int> WaitAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    public Task SignalAsync(int signal, CancellationToken cancel = default) => throw new NotImplementedException();

    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
