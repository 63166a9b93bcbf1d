using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Fleet.Containers.Lifetime;
using Fleet.Containers.Logs;
using Fleet.Containers.Records;
using Fleet.Containers.Shims;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Files;

namespace Fleet.Containers;

/// <summary>
/// The containers of one agent. Holds no state of its own beside connections: everything is on disk and in the shims, so a second
/// one opened on the same folders, after this one is gone, finds the same containers.
/// </summary>
public sealed class ContainerRuntime : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RunningContainer> _open = new();

    private readonly ContainersPlace _place;

    private ContainerRuntime(RuntimeOptions options, string shim, ContainersPlace place)
    {
        _place = place;
        Options = options with { CgroupParent = place.Parent };
        ShimPath = shim;
        Cgroups = place.Driver;
        Shims = new ShimsLeaf(Cgroups, GroupNames.Shims(place.Parent, options.StateFolder));
        Jobs = new JobGroups(Cgroups, place.Parent);
        BootId = File.ReadAllText(options.BootIdPath).Trim();
    }

    public RuntimeOptions Options { get; }

    public string ShimPath { get; }

    public ICgroupDriver Cgroups { get; }

    /// <summary>What all containers of one job may use together.</summary>
    public JobGroups Jobs { get; }

    /// <summary>What is wrong with the place of the containers' groups, for the user to hear; null when nothing is.</summary>
    public string? PlaceNotice => _place.Notice;

    /// <summary>The running kernel's own name, new at each boot.</summary>
    public string BootId { get; }

    internal ShimsLeaf Shims { get; }

    /// <exception cref="FileNotFoundException">No shim; the message names the places that were looked at.</exception>
    public static ContainerRuntime Open(RuntimeOptions options)
    {
        string shim = ShimLocation.Find(options.ShimPath, Environment.GetEnvironmentVariable, AppContext.BaseDirectory);
        DurableFile.MakeFolder(options.StateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Removal.FinishInterrupted(options.StateFolder);
        options = options with { StateFolder = Path.GetFullPath(options.StateFolder) };
        var runtime = new ContainerRuntime(options, shim, ContainersPlace.Choose(options.CgroupParent, shim, options.StateFolder));
        runtime.Shims.RemoveIfEmpty();      // of an agent that was killed while it started one
        return runtime;
    }

    /// <summary>
    /// Whether the layers of an overlay in this folder can be shown through a user namespace (id-mapped mounts): the kernel must
    /// know it, and the folder's file system too.
    /// </summary>
    /// <exception cref="ContainerStartException">It cannot be told.</exception>
    public Task<bool> CanMapAsync(string layers) => ShimProcess.CanMapAsync(ShimPath, layers);

    /// <summary>Every container that has a folder here, whatever its state.</summary>
    public IReadOnlyList<string> ListIds() =>
        [.. Directory.GetDirectories(Options.StateFolder).Select(path => Path.GetFileName(path)!).Where(SpecCheck.IsId).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Makes the container up to the point where only <see cref="RunningContainer.StartAsync"/> is missing. An id whose container
    /// has ended is made anew in the same folder, and its log goes on. When it throws, nothing of this attempt is left.
    /// </summary>
    /// <exception cref="ContainerStartException">The shim's or the kernel's refusal: 125, 126 or 127.</exception>
    /// <exception cref="ContainerStateException">A container of this id, or one in the same group, runs.</exception>
    /// <exception cref="Spec.SpecException">The specification cannot be run.</exception>
    /// <exception cref="CgroupLimitException">A limit makes no sense here.</exception>
    public async Task<RunningContainer> CreateAsync(ContainerSetup setup, CancellationToken cancel = default)
    {
        SpecCheck.Check(setup);
        await LetGoAsync(setup.Id).ConfigureAwait(false);
        ShimProcess shim = await new Creation(this, setup, FolderOf(setup.Id)).RunAsync(cancel).ConfigureAwait(false);
        return await TakeUpAsync(setup.Id, shim, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes up a container made by an earlier agent: connects to its shim, or reads how it ended. When nobody saw the end, the
    /// record says so (exit code null) and why. One that is taken up already is given back as it is.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such container.</exception>
    public Task<RunningContainer> AdoptAsync(string id, CancellationToken cancel = default) =>
        _open.TryGetValue(id, out RunningContainer? open) ? Task.FromResult(open)
        : SpecCheck.IsId(id) && FolderOf(id).Exists ? TakeUpAsync(id, null, cancel)
        : throw new KeyNotFoundException($"there is no container {id}");

    /// <summary>A container's log, also of one that has ended long ago; ends, when following, with the container.</summary>
    /// <exception cref="KeyNotFoundException">There is no such container.</exception>
    public async IAsyncEnumerable<LogEntry> ReadLog(string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        RunningContainer container = await AdoptAsync(id, cancel).ConfigureAwait(false);
        await foreach (LogEntry entry in container.ReadLog(query, cancel).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <summary>
    /// Removes all there is of a container: kills what runs, removes its group and folders. Works from any half-made state and is
    /// no error for an id that is not there.
    /// </summary>
    public async Task DeleteAsync(string id, CancellationToken cancel = default)
    {
        if (!SpecCheck.IsId(id) || !FolderOf(id).Exists)
        {
            return;
        }

        RunningContainer container = await AdoptAsync(id, cancel).ConfigureAwait(false);
        await Removal.RunAsync(this, container, cancel).ConfigureAwait(false);
        await LetGoAsync(id).ConfigureAwait(false);
    }

    /// <summary>Lets the connections go; the containers go on.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (string id in _open.Keys)
        {
            await LetGoAsync(id).ConfigureAwait(false);
        }

        Shims.RemoveIfEmpty();
        _place.Scope?.Dispose();
    }

    internal ContainerFolder FolderOf(string id) => new(Path.Combine(Options.StateFolder, id));

    internal void Forget(RunningContainer container) => _open.TryRemove(new KeyValuePair<string, RunningContainer>(container.Id, container));

    private async Task<RunningContainer> TakeUpAsync(string id, ShimProcess? shim, CancellationToken cancel)
    {
        var container = new RunningContainer(this, FolderOf(id), ContainerRecord.TryRead(FolderOf(id).Record), shim);
        await container.ConnectAsync(cancel).ConfigureAwait(false);
        RunningContainer kept = _open.GetOrAdd(id, container);
        if (kept != container)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }

        return kept;
    }

    private async Task LetGoAsync(string id)
    {
        if (_open.TryGetValue(id, out RunningContainer? open))
        {
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }
}
