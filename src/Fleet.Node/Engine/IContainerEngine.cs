using Fleet.Model;

namespace Fleet.Node.Engine;

/// <summary>The containers of this node, of local users and of jobs.</summary>
public interface IContainerEngine
{
    /// <summary>Gets the image if it is missing, and makes the container up to the point where only its start is missing.</summary>
    /// <exception cref="EngineException">
    /// Conflict: the name is taken. NotFound: no such image. Invalid: the spec, with every fault. StartFailed: the kernel's refusal.
    /// Nothing of the container is left then.
    /// </exception>
    Task<ContainerView> CreateAsync(ContainerSpec spec, CreateOptions options, IProgress<ImageProgress>? progress, CancellationToken cancel);

    /// <summary>Starts it; one that runs already is no error. An exited one gets a new process on its old files.</summary>
    /// <exception cref="EngineException">StartFailed, with the exit code for the user: 127 not found, 126 not executable, 125 otherwise.</exception>
    /// <param name="name">Which.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <param name="terminal">The size of its terminal; null: as it was last given.</param>
    Task<ContainerView> StartAsync(string name, CancellationToken cancel, TerminalSize? terminal = null);

    /// <summary>
    /// Joins its streams. A created container may be attached before its start, so that nothing of its output is missed: those
    /// streams go on through the start. They end with this run: <see cref="NextRunAsync"/> tells whether another follows.
    /// </summary>
    /// <exception cref="EngineException">Conflict: it does not run, and the options neither start it nor ask for what it wrote before.</exception>
    Task<IContainerAttachment> AttachAsync(string name, AttachOptions options, CancellationToken cancel);

    /// <summary>Waits until its restart policy has begun a run after this one (its id), or has let it rest, or it is gone (null).</summary>
    Task<string?> NextRunAsync(string name, string run, CancellationToken cancel);

    /// <summary>Waits until it has exited and its restart policy has let it rest; at once for one that has. Not for one never started.</summary>
    Task<ContainerExit> WaitAsync(string name, CancellationToken cancel);

    /// <summary>The stop signal, and SIGKILL after <paramref name="timeout"/> (null: its own grace period). Returns when it has ended; no restart follows.</summary>
    Task<ContainerView> StopAsync(string name, TimeSpan? timeout, CancellationToken cancel);

    /// <param name="signal">A name with or without SIG, SIGRTMIN+n, or a number.</param>
    /// <exception cref="EngineException">Conflict: it does not run. Invalid: no such signal.</exception>
    Task KillAsync(string name, string signal, CancellationToken cancel);

    /// <param name="force">Kill it first if it runs; without, a running one is a Conflict.</param>
    Task RemoveAsync(string name, bool force, CancellationToken cancel);

    /// <param name="all">Those that do not run as well. Newest first.</param>
    Task<IReadOnlyList<ContainerView>> ListAsync(bool all, CancellationToken cancel);

    Task<ContainerInspection> InspectAsync(string name, CancellationToken cancel);

    /// <summary>Also of a container that has ended. Ends, when following, with the container.</summary>
    IAsyncEnumerable<LogChunk> LogsAsync(string name, LogsQuery query, CancellationToken cancel);

    /// <exception cref="EngineException">Conflict: it does not run. StartFailed: 126 or 127 for the command.</exception>
    Task<IExecution> ExecAsync(string name, ExecSpec spec, CancellationToken cancel);

    /// <summary>One reading, or one a second while it runs, until cancelled. Rates are over the time since the reading before.</summary>
    IAsyncEnumerable<ContainerUsage> StatsAsync(string name, bool follow, CancellationToken cancel);

    /// <summary>Sets the size of its terminal.</summary>
    Task ResizeAsync(string name, TerminalSize size, CancellationToken cancel);
}
