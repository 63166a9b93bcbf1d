namespace Fleet.Node.Engine;

/// <summary>Someone's hold on the streams of a process. Disposing lets go and ends nothing.</summary>
public interface IAttachment : IAsyncDisposable
{
    /// <summary>Null when the process has none to write to; disposing it gives the process end of file.</summary>
    Stream? Stdin { get; }

    /// <summary>Ends with the process; all output of a terminal.</summary>
    Stream Stdout { get; }

    /// <summary>Empty for a terminal.</summary>
    Stream Stderr { get; }

    Task ResizeAsync(TerminalSize size, CancellationToken cancel);

    /// <summary>Its user goes on purpose, with the detach keys: an event for those who look on. To be disposed as always.</summary>
    void SayDetached();
}

/// <summary>A further command in a running container.</summary>
public interface IExecution : IAttachment
{
    int Pid { get; }

    Task<int> WaitAsync(CancellationToken cancel);

    Task SignalAsync(string signal, CancellationToken cancel);
}

public sealed record ExecSpec
{
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary><c>K=V</c>, laid over the container's environment.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>USER[:GROUP]; null: the container's.</summary>
    public string? User { get; init; }

    public string? WorkingDirectory { get; init; }

    public bool OpenStdin { get; init; }

    /// <summary>It has no stdin, its output goes nowhere, and it goes on when its caller leaves.</summary>
    public bool Detached { get; init; }

    /// <summary>Not null: on a terminal of this size.</summary>
    public TerminalSize? Terminal { get; init; }
}
