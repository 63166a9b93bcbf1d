using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;
using Fleet.Shim.Streams;

namespace Fleet.Shim.Server;

/// <summary>
/// One run of the container: Created -> Running -> Exited, what is recorded of it, and who is told. Requests are in
/// <see cref="Requests"/>; this is what they act on.
/// </summary>
internal sealed class Container
{
    private readonly Loop _loop;
    private readonly LogWriter? _log;
    private readonly OomCounter _oom;
    private readonly Recorder _recorder = new();
    private FirstProcess? _first;
    private FailedMessage? _failure;

    internal Container(ShimConfig config, FirstProcess first, Loop loop)
    {
        Config = config;
        _first = first;
        _loop = loop;
        _log = config.Log.Enabled ? new LogWriter(config.Log, config.RunId) : null;
        _oom = new OomCounter(config.Cgroup);
        Init = new Supervised(first.Pid, first.TakePidFd(), first.Streams, _log, "") { Ended = OnEnded };
        Deadman = new Deadman(config.Deadman, Init);
        State = new ShimState
        {
            RunId = config.RunId,
            Phase = ShimPhase.Created,
            BootId = ProcessIdentity.BootId(),
            ShimPid = Environment.ProcessId,
            ShimStartTime = ProcessIdentity.StartTime(Environment.ProcessId) ?? 0,
            Pid = first.Pid,
            PidStartTime = ProcessIdentity.StartTime(first.Pid) ?? 0,
            CreatedAt = Clock.UnixNanoseconds,
            Uid = first.User!.Uid,
            Gid = first.User.Gid,
        };
        DurableRecord.Write(ShimFolder.State, State.ToBytes(), outlivesMachine: false);
        AddProcess(Init);
        loop.Add(Deadman);
        loop.Add(_recorder);
    }

    internal ShimConfig Config { get; }

    internal ShimState State { get; private set; }

    internal Supervised Init { get; }

    internal Deadman Deadman { get; }

    internal ExitRecord? Exit { get; private set; }

    /// <summary>Called once, when <see cref="Exit"/> is there and on disk.</summary>
    internal Action? Exited { get; set; }

    internal bool IsRecorded => Exit is not null && _recorder.IsDone;

    internal void AddProcess(Supervised process)
    {
        _loop.Add(process);
        foreach (Source? pump in new Source?[] { process.Output, process.Error, process.Input })
        {
            if (pump is not null)
            {
                _loop.Add(pump);
            }
        }
    }

    /// <returns>Null when the program runs, else why not (and the container is over).</returns>
    internal FailedMessage? Start()
    {
        // On disk before the program can do anything: should this shim be killed on the way, nobody may take it for one that never ran.
        ShimState running = State with { Phase = ShimPhase.Running, StartedAt = Clock.UnixNanoseconds };
        _recorder.Write(ShimFolder.State, running.ToBytes());
        _failure = _first!.Start();
        _first.Close();
        _first = null;
        if (_failure is null)
        {
            State = running;
        }

        return _failure;
    }

    private void OnEnded(Supervised init, ProcessEnd end)
    {
        long finished = Clock.UnixNanoseconds;
        long kills = _oom.Since;
        Leftovers.Kill(Config.Cgroup);
        init.Settle(() => Finish(end, finished, kills));
    }

    private void Finish(ProcessEnd end, long finished, long kills)
    {
        Init.Release();
        _log?.Close();
        bool ran = State.Phase == ShimPhase.Running;
        Exit = new ExitRecord
        {
            RunId = Config.RunId,
            Reason = Deadman.HasStopped ? ExitReason.AgentSilent : ran ? ExitReason.Ended : ExitReason.NotStarted,
            Code = _failure?.Code ?? end.Code,
            Signal = _failure is null ? end.Signal : 0,
            OomKills = kills,
            OomKilled = kills > 0 && (end.Signal == 9 || end.Code == 137),
            StartedAt = State.StartedAt,
            FinishedAt = finished,
            Error = _failure?.Text ?? (ran ? "" : "it was killed before its start"),
            LogBytesLost = _log?.Lost ?? 0,
        };
        State = State with { Phase = ShimPhase.Exited };
        _recorder.Write(ShimFolder.Exit, Exit.ToBytes());
        Exited?.Invoke();
    }
}
