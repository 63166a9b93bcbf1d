using Akka.Actor;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Model.Notation;
using Fleet.Node.Engine;
using Fleet.Node.Incidents;
using Fleet.Node.Recipe;

namespace Fleet.Node.Allocations;

// What owners ask, and when they are answered.
internal sealed partial class ContainerActor
{
    // Longer than any container lives: the stop signal alone, without SIGKILL after it.
    private static readonly TimeSpan NoKill = TimeSpan.FromDays(3650);

    private readonly List<IActorRef> _creators = [];
    private readonly List<IActorRef> _starters = [];
    private readonly List<IActorRef> _stoppers = [];
    private readonly List<IActorRef> _waiters = [];
    private readonly List<IActorRef> _removers = [];

    private void Enlist(List<IActorRef> list)
    {
        list.Add(Sender);
        AnswerThoseDone();
    }

    private void OnStartEarly(StartIt _)
    {
        _starters.Add(Sender);
        Save(_record with { Started = true });
    }

    private void OnStart(StartIt _)
    {
        _starters.Add(Sender);
        if (!_record.Started) Save(_record with { Started = true });
        if (!_gateWaits) return;
        _gateWaits = false;
        StartRun();
    }

    private void OnStartAgain(StartIt start)
    {
        _starters.Add(Sender);
        (_failure, _request) = (null, CreateRequest.None);
        var terminal = start.Terminal ?? _record.Terminal;
        if (!_record.Started || terminal != _record.Terminal) Save(_record with { Started = true, Terminal = terminal });
        Step(new DesireRun());
    }

    private void OnStop(StopIt stop)
    {
        if (_machine.Status.Phase != Phase.Exited || !IsAtRest) Emit("stop");
        _stoppers.Add(Sender);
        Step(new DesireStop(stop.Grace ?? _record.Spec.StopGracePeriod));
    }

    private void OnSignal(SignalIt signal)
    {
        Emit("kill", ("signal", SignalText.Name(signal.Signal)));
        // As with docker, a kill by hand is a stop by hand: the restart policy stands back.
        if (signal.Signal == StopSignal.Kill) Step(new DesireStop(TimeSpan.Zero));
        else if (signal.Signal == StopSignal.Of(_record.Spec, _image?.Config)) Step(new DesireStop(NoKill));
        else
        {
            var asker = Sender;
            _running!.SignalAsync(signal.Signal, all: false, _life.Token).PipeTo(Self,
                success: () => new Signalled(asker, null), failure: error => new Signalled(asker, error));
            return;
        }
        Sender.Tell(View(), Self);
    }

    private void OnSignalled(Signalled signalled)
    {
        object answer = signalled.Error is { } error ? new Status.Failure(EngineErrors.Of(error, _record)) : View();
        signalled.Asker.Tell(answer, Self);
    }

    private void OnRemove(RemoveIt remove)
    {
        if (!remove.Force && _machine.Status.Phase is Phase.Running or Phase.Paused)
        {
            Sender.Tell(new Status.Failure(new EngineException(EngineError.Conflict,
                $"container {_record.Name} runs: stop it first ('fleet stop {_record.Name}'), or remove it with -f")), Self);
            return;
        }
        _removers.Add(Sender);
        Step(new DesireRemove());
    }

    private void AnswerThoseDone()
    {
        var phase = _machine.Status.Phase;
        AnswerRestarted(phase);
        if (phase >= Phase.Created) Answer(_creators, _failure is { } error && phase == Phase.Exited ? new Status.Failure(error) : View());
        if (phase is Phase.Running or Phase.Paused) Answer(_starters, View());
        if (phase != Phase.Exited) return;
        Answer(_starters, _failure is { } why ? new Status.Failure(why) : View());
        if (!IsAtRest) return;
        Answer(_stoppers, View());
        Answer(_waiters, Exit());
    }

    private void Answer(List<IActorRef> askers, object answer)
    {
        foreach (var asker in askers) asker.Tell(answer, Self);
        askers.Clear();
    }

    private void AnswerAll(EngineException error)
    {
        foreach (var list in new[] { _creators, _starters, _stoppers, _waiters, _removers, _restarters }) Answer(list, new Status.Failure(error));
    }

    private ContainerView View() => new ContainerEntry(_record, _machine.Status, _running, _image).ToView(_context.NodeName);

    private ContainerExit Exit()
    {
        var status = _machine.Status;
        return new ContainerExit(_record.Id.ToString(), status.ExitCode, status.OomKilled, status.Message, status.FinishedAt ?? Now);
    }

    private EngineException NoSuch() => new(EngineError.NotFound, $"no such container: {_record.Name} (it was removed)");

    private EngineException NotRunning() => new(EngineError.Conflict, $"container {_record.Name} is not running");

    private void Emit(string action, params IEnumerable<(string Key, string Value)> more) => _context.Events.AddContainer(action, _record,
        [.. _record.Assignment is { } task ? [("job", task.Job)] : Array.Empty<(string, string)>(), .. more]);

    private void EmitEnd(ContainerStatus status)
    {
        if (status.OomKilled && _context.Claims.Claim(_record.Id, _record.Run)) Emit(IncidentKinds.Oom, ("count", "1"));
        Emit("die", ("exitCode", status.ExitCode?.ToString() ?? ""));
    }
}
