using Fleet.Linux.Processes;
using Fleet.Model;

namespace Fleet.Node.Engine;

/// <summary>What is done to a container that is there. Replicas of jobs take no change but a pause: their job says what they are.</summary>
public interface IContainerControl
{
    /// <summary>All its processes stand still until <see cref="UnpauseAsync"/>, also through a restart of the agent.</summary>
    /// <exception cref="EngineException">Conflict: it does not run, or is paused already.</exception>
    Task<ContainerView> PauseAsync(string name, CancellationToken cancel);

    /// <exception cref="EngineException">Conflict: it is not paused.</exception>
    Task<ContainerView> UnpauseAsync(string name, CancellationToken cancel);

    /// <summary>Stops it if it runs and starts it again; returns when it runs.</summary>
    /// <param name="timeout">From the stop signal to SIGKILL; null: its own grace period.</param>
    Task<ContainerView> RestartAsync(string name, TimeSpan? timeout, CancellationToken cancel);

    /// <exception cref="EngineException">Conflict: the new name is taken. Invalid: it is no name.</exception>
    Task<ContainerView> RenameAsync(string name, string newName, CancellationToken cancel);

    /// <summary>Its processes as the node counts them, in the order of their numbers.</summary>
    /// <exception cref="EngineException">Conflict: it does not run.</exception>
    Task<IReadOnlyList<ProcessRow>> ProcessesAsync(string name, CancellationToken cancel);

    /// <summary>Changes limits, at once if it runs, and its restart policy; both stay through restarts.</summary>
    /// <param name="limits">What is null stays as it is.</param>
    /// <param name="restart">Null: stays as it is.</param>
    /// <exception cref="EngineException">Invalid: a value makes no sense, or memory is to be less than what is in use. Nothing was changed.</exception>
    Task<ContainerView> UpdateAsync(string name, ContainerLimits limits, RestartRule? restart, CancellationToken cancel);
}
