using System.Globalization;
using Fleet.Containers.Lifetime;
using Fleet.Containers.Logs;
using Fleet.Containers.Looking;
using Fleet.Containers.Plan;
using Fleet.Containers.Records;
using Fleet.Containers.Results;
using Fleet.Containers.Sessions;
using Fleet.Containers.Shims;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers;

/// <summary>The agent's side of one container, running or ended. Safe to use from several threads. Disposing lets it go on.</summary>
public sealed class RunningContainer : IAsyncDisposable
{
    private const int Kill = 9;

    private readonly ContainerRuntime _runtime;
    private readonly ContainerLife _life;
    private readonly ICgroup? _group;
    private readonly bool _ownNetwork;
    private volatile bool _groupIsRemoved;

    internal RunningContainer(ContainerRuntime runtime, ContainerFolder folder, ContainerRecord? record, ShimProcess? shim)
    {
        _runtime = runtime;
        Folder = folder;
        _group = record is null ? null : runtime.Cgroups.At(record.Cgroup);
        _ownNetwork = record?.OwnNetwork ?? false;
        _life = new ContainerLife(folder, record, runtime.BootId, shim, RemoveGroups);
        Requests = new ShimRequests(Id, () => _life.Connection);
    }

    public string Id => Path.GetFileName(Folder.Path);

    /// <summary>Tells this run from those before and after it.</summary>
    public string RunId => _life.RunId;

    /// <summary>The first process as the agent sees it; 0 when none runs.</summary>
    public int Pid => _life.Exit is null ? _life.State?.Pid ?? 0 : 0;

    public ContainerPhase Phase => _life.Exit is not null ? ContainerPhase.Exited
        : _life.State is not { Phase: ShimPhase.Running } ? ContainerPhase.Created
        : _group is { IsFrozen: true } ? ContainerPhase.Paused
        : ContainerPhase.Running;

    public DateTimeOffset? StartedAt =>
        _life.Exit?.StartedAt ?? (_life.State is { StartedAt: > 0 and var started } ? Endings.Time(started) : null);

    /// <summary>Null until it has ended.</summary>
    public ExitRecord? Exit => _life.Exit;

    /// <summary>Its cgroup; null when nothing of its making is known.</summary>
    public ICgroup? Group => _group;

    /// <summary>What its group had counted when it ended, just before the group went; null until then.</summary>
    public CgroupIncidents? LastIncidents { get; private set; }

    internal ContainerFolder Folder { get; }

    internal ShimRequests Requests { get; }

    internal ShimState? State => _life.State;

    /// <summary>Completes when, after the end, group and shim are gone as well.</summary>
    internal Task CleanedUp => _life.CleanedUp;

    /// <summary>Executes the command; returns when the kernel has taken it.</summary>
    /// <exception cref="ContainerStartException">127 not found, 126 not executable or another architecture's, 125 otherwise.</exception>
    /// <exception cref="ContainerStateException">It was started before.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await Requests.StartAsync(cancel).ConfigureAwait(false);
        await _life.RefreshAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a signal to the first process, or with <paramref name="all"/> to all of them.</summary>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public async Task SignalAsync(int signal, bool all = false, CancellationToken cancel = default)
    {
        if (all)
        {
            GroupSignal.Send(LiveGroup(), signal);
        }
        else
        {
            await Requests.SignalAsync(signal, "", cancel).ConfigureAwait(false);
        }

        if (signal == Kill)
        {
            ThawForKill();
        }
    }

    /// <summary>One of its namespaces, to be joined by another: <c>network</c>, <c>pid</c>, <c>ipc</c>, <c>uts</c>, <c>mount</c>.</summary>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public OwnedFd OpenNamespace(string type)
    {
        if (State is not { Phase: ShimPhase.Running } state || _life.Exit is not null)
        {
            throw Requests.NotRunning();
        }

        string file = type switch
        {
            "network" => "net",
            "mount" => "mnt",
            _ => type,
        };
        try
        {
            OwnedFd space = NamespaceFile.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{state.Pid}/ns/{file}"), type);

            // Opened, and then still the same process: so it is this container's, not that of a later owner of the number.
            if (KernelStartTime.Of(state.Pid) == state.PidStartTime)
            {
                return space;
            }

            space.Dispose();
        }
        catch (Fleet.Linux.KernelException e) when (e.Errno.Value is 2 or 3)
        {
            // ENOENT, ESRCH: it ends at this moment.
        }

        throw Requests.NotRunning();
    }

    /// <summary>Waits for the end; any number of callers, at any time.</summary>
    public Task<ExitRecord> WaitAsync(CancellationToken cancel = default) => _life.Ended.WaitAsync(cancel);

    /// <exception cref="ContainerStartException">The command did not start; 125, 126, 127.</exception>
    /// <exception cref="ContainerStateException">The container does not run.</exception>
    public async Task<ExecSession> ExecAsync(ExecSetup setup, CancellationToken cancel = default)
    {
        ShimConfig config = ShimConfigFormat.Read(await File.ReadAllBytesAsync(Folder.Config, cancel).ConfigureAwait(false));
        string id = Guid.NewGuid().ToString("N");
        var message = new ExecMessage(id, setup.Detached, ProcessPlans.Exec(config.Process, setup));
        (ProcessStreams streams, ShimFrame answer) =
            await BeginExecAsync(setup.OpenStdin, message, cancel).ConfigureAwait(false);
        var reader = new WireReader(answer.Payload);
        return new ExecSession(id, ExecStartedMessage.Read(ref reader).Pid, streams, Requests);
    }

    /// <summary>Joins its streams; several may be attached, and each may feed its stdin.</summary>
    /// <param name="setup">Null: all of them, from now on.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ContainerStateException">It has ended, and <see cref="AttachSetup.From"/> does not ask for what it wrote before.</exception>
    public async Task<AttachSession> AttachAsync(AttachSetup? setup = null, CancellationToken cancel = default)
    {
        setup ??= new AttachSetup();
        if (_life.Exit is null)
        {
            try
            {
                ShimConfig config = ShimConfigFormat.Read(await File.ReadAllBytesAsync(Folder.Config, cancel).ConfigureAwait(false));
                return await Attaching.LiveAsync(this, RunId, setup.Stdin && config.Process.OpenStdin, setup, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (setup.From is not null && AtEnd(e) is ContainerStateException)
            {
                await WaitAsync(cancel).ConfigureAwait(false);  // only then its log is whole
            }
            catch (Exception e)
            {
                throw AtEnd(e);
            }
        }

        return setup.From is { } from ? Attaching.Ended(this, setup, from) : throw Requests.NotRunning();
    }

    /// <summary>Sets the size of its terminal, if it has one.</summary>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public Task ResizeAsync(ConsoleSize size, CancellationToken cancel = default) => Requests.ResizeAsync(size, "", cancel);

    /// <exception cref="ContainerStateException">It does not run.</exception>
    public ContainerStatistics Statistics()
    {
        try
        {
            return new ContainerStatistics(
                DateTimeOffset.UtcNow, LiveGroup().Statistics(), _ownNetwork && State is { } state ? NetworkCounters.Read(state) : []);
        }
        catch (Fleet.Linux.KernelException) when (_group is not { Exists: true })
        {
            throw Requests.NotRunning();
        }
    }

    /// <summary>
    /// What it is made of, read from the kernel now; of one that does not run, what was planned for it. Before its start there is a process,
    /// but it still has the shim's rights.
    /// </summary>
    public ContainerFacts Look() => ContainerLook.At(Folder, _life.Exit is null && State is { Phase: ShimPhase.Running } running ? running : null);

    /// <summary>Its root with its mounts, as its first process sees it; null when it does not run. See <see cref="ProcessFolder.OpenRoot"/>.</summary>
    public OwnedFd? OpenRoot()
    {
        using ProcessFolder? process = _life.Exit is null && State is { Phase: ShimPhase.Running } running ? ProcessFolder.Open(running.Pid, running.PidStartTime) : null;
        return process?.OpenRoot();
    }

    /// <exception cref="ContainerStateException">It does not run.</exception>
    public Task PauseAsync(CancellationToken cancel = default) => Task.Run(LiveGroup().Freeze, cancel);

    /// <exception cref="ContainerStateException">It does not run.</exception>
    public Task ResumeAsync(CancellationToken cancel = default) => Task.Run(LiveGroup().Thaw, cancel);

    /// <summary>Changes limits while it runs; null values stay as they are.</summary>
    /// <exception cref="CgroupLimitException">Memory below what is in use, and the like; nothing was changed.</exception>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public void UpdateLimits(CgroupLimits limits) => LiveGroup().Apply(limits);

    /// <summary>
    /// What was written to FLEET_RESULT, the first <see cref="ResultFiles.MaxBytes"/> of it; null when there is no regular file.
    /// Never throws: what a container leaves there must not keep its end from being told.
    /// </summary>
    public byte[]? ReadResult() => ResultReader.Read(Folder.Result);

    /// <inheritdoc cref="ContainerRuntime.ReadLog"/>
    public IAsyncEnumerable<LogEntry> ReadLog(LogQuery query, CancellationToken cancel = default) =>
        new LogReader(Folder.Logs, query, _life.Ended).ReadAsync(cancel);

    /// <summary>Winds up the shim's timer of <see cref="ContainerSetup.StopAfterSilence"/>.</summary>
    /// <exception cref="ContainerStateException">It does not run.</exception>
    public Task KeepAliveAsync(CancellationToken cancel = default) => Requests.PingAsync(cancel);

    /// <inheritdoc cref="ContainerRuntime.DeleteAsync"/>
    public Task DeleteAsync(CancellationToken cancel = default) => _runtime.DeleteAsync(Id, cancel);

    public async ValueTask DisposeAsync()
    {
        _runtime.Forget(this);
        await _life.DisposeAsync().ConfigureAwait(false);
    }

    internal Task ConnectAsync(CancellationToken cancel) => _life.ConnectAsync(cancel);

    internal void RemoveGroups()
    {
        if (_group is not null && !_groupIsRemoved)
        {
            KillGroup();
            ReadIncidents(_group);
            _group.Remove();
            _groupIsRemoved = true;
            _runtime.Jobs.HasEnded(_group.Path);
        }

        _runtime.Shims.RemoveIfEmpty();
    }

    private void ReadIncidents(ICgroup group)
    {
        try
        {
            LastIncidents ??= group.Exists ? group.Incidents() : null;
        }
        catch (IOException)
        {
            // Told by nobody then; its end is not to wait for it.
        }
    }

    internal void KillGroup()
    {
        if (_group is { Exists: true })
        {
            _group.KillAll();
        }
    }

    /// <summary>In version 1 a frozen process does not even die.</summary>
    internal void ThawForKill()
    {
        if (_group is { Exists: true, IsFrozen: true })
        {
            _group.Thaw();
        }
    }

    private ICgroup LiveGroup() => _life.Exit is null && _group is not null ? _group : throw Requests.NotRunning();

    /// <summary>Joining a container that ends at that moment fails in many ways, which all mean that it does not run.</summary>
    private async Task<(ProcessStreams Streams, ShimFrame Answer)> BeginExecAsync(bool stdin, ExecMessage message, CancellationToken cancel)
    {
        try
        {
            return await BeginAsync(stdin, FrameKind.Exec, message.Write, cancel).ConfigureAwait(false);
        }
        catch (ContainerStartException) when (State is not { } state || KernelStartTime.IsEnding(state.Pid))
        {
            throw Requests.NotRunning();
        }
    }

    private async Task<(ProcessStreams Streams, ShimFrame Answer)> BeginAsync(
        bool stdin, FrameKind kind, Action<WireWriter> request, CancellationToken cancel)
    {
        if (_life.Exit is not null)
        {
            throw Requests.NotRunning();
        }

        var streams = new ProcessStreams(endsAtLoss: false);
        try
        {
            return (streams, await streams.BeginAsync(Folder.Path, RunId, stdin, kind, request, cancel).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            await streams.DisposeAsync().ConfigureAwait(false);
            throw AtEnd(e);
        }
    }

    /// <summary>What a connection to its shim fails with, in words for those who asked.</summary>
    private Exception AtEnd(Exception e) => e switch
    {
        ShimRefusedException refused => ShimRequests.Translate(refused),
        ShimGoneException or System.Net.Sockets.SocketException or Fleet.Linux.KernelException => Requests.NotRunning(),
        _ => e,
    };
}
