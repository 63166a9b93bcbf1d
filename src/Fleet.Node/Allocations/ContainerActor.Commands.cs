using Akka.Actor;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Allocations;

// What a user does to a container between its start and its removal.
internal sealed partial class ContainerActor
{
    private readonly List<IActorRef> _restarters = [];

    private void OnRestart(RestartIt restart)
    {
        if (RefusesForJob("restart")) return;
        (_failure, _request) = (null, CreateRequest.None);
        if (!_record.Started) Save(_record with { Started = true });
        if (_gateWaits)
        {
            _gateWaits = false;
            StartRun();
        }
        _restarters.Add(Sender);
        Step(new DesireRestart(restart.Grace ?? _record.Spec.StopGracePeriod));
    }

    // It runs also while it is being stopped; only the run after that one is the answer.
    private void AnswerRestarted(Phase phase)
    {
        if (_restarters.Count == 0 || _machine.IsStopping) return;
        if (phase is Phase.Running or Phase.Paused)
        {
            Emit("restart");
            Answer(_restarters, View());
        }
        else if (IsAtRest)
        {
            Answer(_restarters, _failure is { } why ? new Status.Failure(why) : View());
        }
    }

    private void OnPause(PauseIt wish)
    {
        bool paused = _machine.Status.Phase == Phase.Paused;
        if (wish.Paused == paused)
        {
            Refuse(EngineError.Conflict, paused ? $"container {_record.Name} is paused already" : $"container {_record.Name} is not paused");
            return;
        }
        var (asker, run, running) = (Sender, _record.Run, _running!);
        var work = wish.Paused ? running.PauseAsync(_life.Token) : running.ResumeAsync(_life.Token);
        work.PipeTo(Self, success: () => new PauseDone(asker, run, wish.Paused, null), failure: error => new PauseDone(asker, run, wish.Paused, error));
    }

    private void OnPaused(PauseDone done)
    {
        if (done is { Error: null } && done.Run == _record.Run)
        {
            Emit(done.Paused ? "pause" : "unpause");
            Step(done.Paused ? new PauseSeen() : new ResumeSeen());
        }
        done.Asker.Tell(done.Error is { } error ? new Status.Failure(EngineErrors.Of(error, _record)) : View(), Self);
    }

    private void OnRename(RenameIt rename)
    {
        if (RefusesForJob("rename")) return;
        string before = _record.Name;
        try
        {
            Save(_context.Table.Rename(_record, rename.Name));
        }
        catch (EngineException taken)
        {
            Sender.Tell(new Status.Failure(taken), Self);
            return;
        }
        Publish();
        Emit("rename", ("oldName", before));
        Sender.Tell(View(), Self);
    }

    private void OnUpdate(UpdateIt update)
    {
        if (RefusesForJob("update")) return;
        if (update.Restart is { Mode: not RestartMode.No } && _record.AutoRemove)
        {
            Refuse(EngineError.Invalid, $"container {_record.Name} removes itself when it ends (--rm): it cannot have a restart policy");
            return;
        }
        var spec = _record.Spec with { Limits = LimitsChange.Over(_record.Spec.Limits, update.Change) };
        if (ContainerValidator.Validate(spec) is [var fault, ..])
        {
            Refuse(EngineError.Invalid, $"{fault.Path}: {fault.Message}");
            return;
        }
        var (asker, running) = (Sender, _machine.Status.Phase is Phase.Running or Phase.Paused ? _running : null);
        Task.Run(() => running?.UpdateLimits(LimitsOf.Group(update.Change, devices: null, NodeFiles.DeviceAt))).PipeTo(Self,
            success: () => new UpdateDone(asker, update, null), failure: error => new UpdateDone(asker, update, error));
    }

    // What the kernel has taken is kept, so that a restart has it again.
    private void OnUpdated(UpdateDone done)
    {
        if (done.Error is { } error)
        {
            done.Asker.Tell(new Status.Failure(EngineErrors.Of(error, _record)), Self);
            return;
        }
        var spec = _record.Spec with { Limits = LimitsChange.Over(_record.Spec.Limits, done.Update.Change) };
        Save(_record with
        {
            Spec = spec,
            Restart = done.Update.Restart ?? _record.Restart,
            Reserved = new TaskGroup { Name = "local", Container = spec }.Needs,
        });
        Emit("update");
        Step(new PolicyChanged(RestartPolicyOf.Record(_record)));
        Context.Parent.Tell(new ContainerChanged(_record, _machine.Status.ToFact(_record.Id)), Self);
        done.Asker.Tell(View(), Self);
    }

    private void OnUseLayer(UseLayer use)
    {
        var ours = After(_busy, async () =>
        {
            await use.Work().ConfigureAwait(false);
            return LayerUsed.Instance;
        });
        _busy = ours;
        var asker = Sender;
        ours.PipeTo(asker, Self, success: done => done, failure: error => new Status.Failure(EngineErrors.Of(error, _record)));
    }

    private bool RefusesForJob(string what)
    {
        if (_record.Assignment is not { } task) return false;
        Refuse(EngineError.Conflict,
            $"cannot {what} {_record.Name}: it belongs to job {task.Job}, whose replicas are all alike; change the job and submit it again ('fleet job submit')");
        return true;
    }

    private void Refuse(EngineError code, string message) => Sender.Tell(new Status.Failure(new EngineException(code, message)), Self);

    private EngineException IsPaused() =>
        new(EngineError.Conflict, $"container {_record.Name} is paused: let it go on with 'fleet unpause {_record.Name}'");

    private EngineException InUse() =>
        new(EngineError.Conflict, $"the files of container {_record.Name} are in use: it was started just now, or is being made; try again");
}
