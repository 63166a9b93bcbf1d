using Fleet.Containers.Logs;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers;

/// <summary>
/// The containers of one agent. Holds no state of its own beside connections: everything is on disk and in the shims, so a second
/// one opened on the same folders, after this one is gone, finds the same containers.
/// </summary>
public sealed class ContainerRuntime : IAsyncDisposable
{
    private ContainerRuntime(RuntimeOptions options, string shim, ICgroupDriver cgroups)
    {
        Options = options;
        ShimPath = shim;
        Cgroups = cgroups;
    }

    public RuntimeOptions Options { get; }

    public string ShimPath { get; }

    public ICgroupDriver Cgroups { get; }

    /// <exception cref="FileNotFoundException">No shim; the message names the places that were looked at.</exception>
    public static ContainerRuntime Open(RuntimeOptions options) => throw new NotImplementedException();

    /// <summary>Every container that has a folder here, whatever its state.</summary>
    public IReadOnlyList<string> ListIds() => throw new NotImplementedException();

    /// <summary>
    /// Makes the container up to the point where only <see cref="RunningContainer.StartAsync"/> is missing. When it throws,
    /// nothing of the container is left.
    /// </summary>
    /// <exception cref="ContainerStartException">The shim's or the kernel's refusal: 125, 126 or 127.</exception>
    /// <exception cref="Spec.SpecException">The specification cannot be run.</exception>
    /// <exception cref="CgroupLimitException">A limit makes no sense here.</exception>
    public Task<RunningContainer> CreateAsync(ContainerSetup setup, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>
    /// Takes up a container made by an earlier agent: connects to its shim, or reads how it ended. When nobody saw the end, the
    /// record says so (exit code null) and why.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such container.</exception>
    public Task<RunningContainer> AdoptAsync(string id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>A container's log, also of one that has ended long ago; ends, when following, with the container.</summary>
    public IAsyncEnumerable<LogEntry> ReadLog(string id, LogQuery query, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <summary>
    /// Removes all there is of a container: kills what runs, removes its group and folders. Works from any half-made state and is
    /// no error for an id that is not there.
    /// </summary>
    public Task DeleteAsync(string id, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Lets the connections go; the containers go on.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
