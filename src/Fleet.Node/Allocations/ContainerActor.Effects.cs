using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Fleet.Containers;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.ImageSupply;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

// What the machine asks for, and what comes of it.
internal sealed partial class ContainerActor
{
    private void Do(ContainerEffect effect)
    {
        switch (effect)
        {
            case PrepareImage:
                _context.Images.Tell(new WantImage(WantedImage, _request.Pull, [.. _holders], _request.Progress), Self);
                break;
            case CancelPrepare:
                _context.Images.Tell(new UnwantImage(WantedImage), Self);
                break;
            case PrepareSnapshot:
                MakeSnapshot();
                break;
            case CreateContainer:
                CreateRun();
                break;
            case StartContainer when !_record.Started && _record.Assignment is null:
                _gateWaits = true;
                break;
            case StartContainer:
                StartRun();
                break;
            case SendStopSignal:
                SendSignal(StopSignal.Of(_record.Spec, _image?.Config), all: false);
                break;
            case KillContainer:
                SendSignal(StopSignal.Kill, all: true);
                break;
            case DeleteContainer:
                Begin(Work.Delete, () => DeleteAsync(_record), gone => gone);
                break;
            case RememberDesire remember:
                if (remember.Desire != _record.Desire) Save(_record with { Desire = remember.Desire, DesiredInBoot = _context.BootId });
                break;
            case ReportStatus report:
                OnStatus(report.Status);
                break;
            default:
                throw new NotSupportedException($"{effect.GetType().Name} is not known here");
        }
    }

    // Once an image was found for it, a container stays with it, whatever its name means by now.
    private string WantedImage => _record.ImageDigest.Length > 0 ? _record.ImageDigest : _record.Spec.Image;

    private void OnFound(Found found)
    {
        (_running, _image) = (found.Running, found.Image);
        _takenOver = _running is not null;
        if (_running is not null && found.Status.Phase is not Phase.Pending) Watch(_running, found.Run);
        Step(new Adopted(found.Status, StatusOf.Wanted(_record, _context.BootId)));
        // Its user was never told of it: the agent ended before the answer.
        if (_request.IsForgotten && _record is { Assignment: null, Run: 0 }) Step(new DesireRemove());
        Context.Parent.Tell(new ContainerAdopted(_record, _machine.Status.ToFact(_record.Id)), Self);
        Stash.UnstashAll();
    }

    private void OnImage(ImageHere here)
    {
        _image = here.Image;
        if (_record.ImageDigest != here.Image.Digest) Save(_record with { ImageDigest = here.Image.Digest });
        Step(new ImageReady(here.Image.Digest));
    }

    private void OnSnapshot(SnapshotMade made)
    {
        Save(_record with { AnonymousVolumes = made.Record.AnonymousVolumes });
        Step(new SnapshotReady());
    }

    private void MakeSnapshot()
    {
        _image ??= _context.Work.FindImage(_record.ImageDigest);
        if (_image is { } image) Begin(Work.Snapshot, () => _context.Work.PrepareAsync(_record, image), record => new SnapshotMade(record));
        else Self.Tell(new ImageMissing(WantedImage, new EngineException(EngineError.NotFound, $"its image {_record.ImageDigest} is no longer on this node")));
    }

    private void CreateRun()
    {
        // Saved before: should the agent die over it, the next one knows which run to look for.
        Save(_record with { Run = _record.Run + 1 });
        var (record, image, old) = (_record, _image!, _running);
        _running = null;
        Begin(Work.Create, async () =>
        {
            if (old is not null) await old.DisposeAsync().ConfigureAwait(false);
            return await _context.Work.CreateAsync(record, image, record.Terminal).ConfigureAwait(false);
        }, running => new Made(record.Run, running));
    }

    private void OnMade(Made made)
    {
        _running = made.Running;
        _failure = null;
        Watch(made.Running, made.Run);
        Emit("create");
        Step(new Created());
    }

    // It was stopped or given up while it was being made: nobody will start it.
    private void OnMadeTooLate(Made made) =>
        _context.Work.DiscardAsync(made.Running).ContinueWith(_ => { }, TaskScheduler.Default);

    private void StartRun()
    {
        int run = _record.Run;
        var running = _running!;
        _starting = true;
        running.StartAsync(_life.Token).PipeTo(Self,
            success: () => new Launched(run, running.Pid, running.StartedAt ?? Now), failure: error => new WorkFailed(Work.Start, run, error));
    }

    private void OnLaunched(Launched launched)
    {
        _starting = false;
        Emit("start");
        Step(new Started(launched.Pid, launched.At));
        if (_endedEarly is { } ended) OnEnded(ended);
    }

    /// <summary>One message at the end of this run, whenever it comes.</summary>
    private void Watch(RunningContainer running, int run) => Wait(running).PipeTo(Self,
        success: end => new Ended(run, end.Exit, end.Result),
        failure: error => error is OperationCanceledException ? Signalled.Nothing : new Status.Failure(error));

    private async Task<(ExitRecord Exit, byte[]? Result)> Wait(RunningContainer running)
    {
        var exit = await running.WaitAsync(_life.Token).ConfigureAwait(false);
        return (exit, running.ReadResult());
    }

    private void OnEnded(Ended ended)
    {
        // A short life may be over before the word of its start is here, which tells a failed start from an end.
        _endedEarly = _starting ? ended : null;
        if (_starting) return;
        _gateWaits = false;
        var exit = ended.Exit;
        ImmutableArray<byte> result = [.. ended.Result ?? []];
        Step(new Exited(exit.ExitCode, exit.OomKilled, exit.StartedAt, exit.FinishedAt, EndInWords.Of(exit, _record.Spec), result));
    }

    private void SendSignal(int signal, bool all)
    {
        if (_running is not { } running) return;
        int run = _record.Run;
        bool paused = _machine.Status.Phase == Phase.Paused;
        SignalAwakeAsync(running, signal, all, paused).PipeTo(Self,
            success: () => paused ? new PauseDone(ActorRefs.Nobody, run, Paused: false, null) : Signalled.Nothing,
            // It ended first, which is what was wanted.
            failure: error => error is ContainerStateException or OperationCanceledException ? Signalled.Nothing
                : new WorkFailed(Work.Stop, _record.Run, error));
    }

    // As docker: one that is to end is resumed, or it would never see the signal.
    private async Task SignalAwakeAsync(RunningContainer running, int signal, bool all, bool paused)
    {
        await running.SignalAsync(signal, all, _life.Token).ConfigureAwait(false);
        if (paused) await running.ResumeAsync(_life.Token).ConfigureAwait(false);
    }

    private void KeepAlive()
    {
        if (_record.Assignment is null || _record.Disconnect.StopOnClientAfter is null || _running is not { } running) return;
        running.KeepAliveAsync(_life.Token).PipeTo(Self, success: () => Signalled.Nothing, failure: _ => Signalled.Nothing);
    }

    private void OnGone()
    {
        _context.Records.Delete(_record.Id);
        _context.Table.Remove(_record.Id, Exit());
        Emit("destroy");
        Become(Removed);
        var view = View();
        Answer(_removers, view);
        AnswerAll(NoSuch());
        Context.Parent.Tell(new ContainerGone(_record), Self);
    }

    private void OnStatus(ContainerStatus status)
    {
        if (status.Phase == Phase.Exited && _record.End?.FinishedAt != status.FinishedAt)
        {
            Save(WithCounts(status) with { End = StatusOf.Ended(_record.Run, status) });
            EmitEnd(status);
        }
        else if (WithCounts(status) is var counted && counted != _record)
        {
            Save(counted);
        }
        Context.Parent.Tell(new ContainerChanged(_record, status.ToFact(_record.Id)), Self);
    }

    private AllocationRecord WithCounts(ContainerStatus status) =>
        _record with { Restarts = status.Restarts, Doubled = status.Doubled, RestartAt = status.RestartAt };

    private async Task<Gone> DeleteAsync(AllocationRecord record)
    {
        await _context.Work.DeleteAsync(record).ConfigureAwait(false);
        return Gone.Instance;
    }

    // One piece of work after the other: what is still being made when it is to be deleted would else be left behind.
    private void Begin<T>(Work work, Func<Task<T>> task, Func<T, object> success)
    {
        int run = _record.Run;
        var ours = After(_busy, task);
        _busy = ours;
        ours.PipeTo(Self, success: success, failure: error => new WorkFailed(work, run, error));
    }

    private static async Task<T> After<T>(Task earlier, Func<Task<T>> task)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await task().ConfigureAwait(false);
    }

    private void OnWorkFailed(WorkFailed failed)
    {
        if (failed.Run != _record.Run || failed.Error is OperationCanceledException) return;
        var error = EngineErrors.Of(failed.Error, _record);
        if (failed.Work == Work.Start) OnStartFailed(failed.Error, error);
        switch (failed.Work)
        {
            case Work.Start:
                break;
            case Work.Snapshot:
                Fail(error, () => new PrepareFailed(error.Message));
                break;
            case Work.Create:
                Fail(error, () => new CreateFailed(error.ExitCode, error.Message));
                break;
            case Work.Delete:
                _failure = error;
                Answer(_removers, new Status.Failure(error));
                Step(new DeleteFailed(error.Message));
                break;
            default:
                Context.GetLogger().Warning("{0}: {1}", _record.Name, error.Message);
                break;
        }
    }

    // The shim was killed before it could answer: whether the program ran, the word of the container's end tells.
    private void OnStartFailed(Exception failed, EngineException error)
    {
        var ended = _endedEarly;
        (_starting, _endedEarly) = (false, null);
        if (failed is not ContainerStateException) Fail(error, () => new StartFailed(error.ExitCode, error.Message));
        else if (ended is not null) OnEnded(ended);
    }

    private void Fail(Exception error, Func<ContainerInput> input)
    {
        _failure = EngineErrors.Of(error, _record);
        Step(input());
    }
}
