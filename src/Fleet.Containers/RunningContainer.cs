using Fleet.Containers.Logs;
using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers;

/// <summary>The agent's side of one container, running or ended. Safe to use from several threads. Disposing lets it go on.</summary>
public sealed class RunningContainer : IAsyncDisposable
{
    internal RunningContainer(string id) => Id = id;

    public string Id { get; }

    /// <summary>The first process as the agent sees it; 0 when none runs.</summary>
    public int Pid => throw new NotImplementedException();

    public ContainerPhase Phase => throw new NotImplementedException();

    public DateTimeOffset? StartedAt => throw new NotImplementedException();

    /// <summary>Null until it has ended.</summary>
    public ExitRecord? Exit => throw new NotImplementedException();

    /// <summary>Executes the command; returns when the kernel has taken it.</summary>
    /// <exception cref="ContainerStartException">127 not found, 126 not executable or another architecture's, 125 otherwise.</exception>
    /// <exception cref="ContainerStateException">It was started before.</exception>
    public Task StartAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Sends a signal to the first process, or with <paramref name="all"/> to all of them.</summary>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public Task SignalAsync(int signal, bool all = false, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Waits for the end; any number of callers, at any time.</summary>
    public Task<ExitRecord> WaitAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <exception cref="ContainerStartException">The command did not start; 125, 126, 127.</exception>
    /// <exception cref="ContainerStateException">The container does not run.</exception>
    public Task<ExecSession> ExecAsync(ExecSetup setup, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Joins its output from now on and, if it was kept open, its stdin. Several may be attached.</summary>
    public Task<AttachSession> AttachAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Sets the size of its terminal, if it has one.</summary>
    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <exception cref="ContainerStateException">It does not run.</exception>
    public ContainerStatistics Statistics() => throw new NotImplementedException();

    public Task PauseAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    public Task ResumeAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Changes limits while it runs; null values stay as they are.</summary>
    /// <exception cref="CgroupLimitException">Memory below what is in use, and the like; nothing was changed.</exception>
    public void UpdateLimits(CgroupLimits limits) => throw new NotImplementedException();

    /// <summary>What was written to FLEET_RESULT, at most <see cref="ResultFiles.MaxBytes"/>; null when nothing was.</summary>
    public byte[]? ReadResult() => throw new NotImplementedException();

    /// <inheritdoc cref="ContainerRuntime.ReadLog"/>
    public IAsyncEnumerable<LogEntry> ReadLog(LogQuery query, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Winds up the shim's timer of <see cref="ContainerSetup.StopAfterSilence"/>.</summary>
    public Task KeepAliveAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <inheritdoc cref="ContainerRuntime.DeleteAsync"/>
    public Task DeleteAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
