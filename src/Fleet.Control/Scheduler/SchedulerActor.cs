using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Fleet.Control.Hosting;
using Fleet.Control.Journal.Events;
using Fleet.Lifecycle.Scheduler;
using Fleet.Protocol.Actors;

namespace Fleet.Control.Scheduler;

/// <summary>
/// Carries the <see cref="SchedulerMachine"/>: what comes while a turn is being persisted gathers and makes up the next one,
/// so that under load one write holds many decisions. Nothing leaves before the turn that decided it is on the disk. When the
/// journal fails, Akka stops this actor and its supervisor starts another, which recovers.
/// </summary>
internal sealed class SchedulerActor : ReceivePersistentActor, IWithTimers
{
    private const int MaxInputs = 1000;     // of one turn

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SchedulerGate _gate;
    private readonly ControlSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Outlets _outlets = new();
    private readonly Queue<SchedulerInput> _waiting = [];
    private readonly Queue<Read> _reads = [];

    private SchedulerMachine _machine;
    private long _began;
    private int _replayed;
    private int _turnsSinceSnapshot;
    private bool _persisting;

    private SchedulerActor(SchedulerGate gate, ControlSettings settings, TimeProvider clock)
    {
        (_gate, _settings, _clock) = (gate, settings, clock);
        _machine = new SchedulerMachine(settings.Scheduler);
        _began = clock.GetTimestamp();

        Recover<SnapshotOffer>(offer => _machine = new SchedulerMachine(_settings.Scheduler, (SchedulerSnapshot)offer.Snapshot));
        Recover<EventBatch>(Replay);
        Recover<RecoveryCompleted>(_ => OnRecovered());

        Command<Post>(message => Take(message.Input));
        Command<Carry>(OnCarry);
        Command<Read>(OnRead);
        Command<Wake>(_ => Take(Tick.Instance));
        Command<AttachNode>(message => _outlets.Attach(message));
        Command<DetachNode>(message => _outlets.Detach(message));
        Command<Watch>(message => _outlets.Add(message.Watcher));
        Command<Unwatch>(message => _outlets.Remove(message.Watcher));
        Command<SaveSnapshotSuccess>(saved => DeleteMessages(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(failed => _log.Warning("no snapshot: {0}", failed.Cause.GetBaseException().Message));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failed => _log.Warning("old events stay: {0}", failed.Cause.GetBaseException().Message));
        Command<HandOver>(_ => Context.Stop(Self));
    }

    public static Props Props(SchedulerGate gate, ControlSettings settings, TimeProvider clock) =>
        ActorFactory.Props(() => new SchedulerActor(gate, settings, clock));

    public override string PersistenceId => "scheduler";

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        base.PreStart();
        _gate.Started();
    }

    protected override void PostStop()
    {
        _gate.Close(Self);
        _gate.Stopped();
        base.PostStop();
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Fail($"the scheduler cannot recover from its journal and tries again: {reason.GetBaseException().Message}");

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Fail($"the journal did not take event {sequenceNr}, so the scheduler recovers: {cause.GetBaseException().Message}");

    private void Fail(string why)
    {
        _log.Error("{0}", why);
        _gate.Fail(why);
    }

    // Akka goes on after a rejection; the machine is ahead of its journal then, so this one must not.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnPersistFailure(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    private void Replay(EventBatch batch)
    {
        foreach (var persisted in batch.Events) _machine.Replay(persisted);
        _replayed += batch.Events.Count;
    }

    private void OnRecovered()
    {
        _log.Info("{0} events replayed in {1:F0} ms", _replayed, _clock.GetElapsedTime(_began).TotalMilliseconds);
        Take(new Begin());
    }

    private void OnCarry(Carry carry)
    {
        _outlets.Expect(carry);
        Take(carry.Command);
    }

    private void Take(SchedulerInput input)
    {
        _waiting.Enqueue(input);
        if (!_persisting) TakeTurns();
    }

    private void TakeTurns()
    {
        while (!_persisting && _waiting.Count > 0)
        {
            var inputs = new List<SchedulerInput>(Math.Min(_waiting.Count, MaxInputs));
            while (inputs.Count < MaxInputs && _waiting.TryDequeue(out var input)) inputs.Add(input);
            var turn = _machine.Step(inputs, _clock.GetUtcNow());
            if (turn.Events.Count == 0) _outlets.Release(turn.Outputs);
            else PersistTurn(turn);
        }
        if (!_persisting) Settled();
    }

    private void PersistTurn(Turn turn)
    {
        _persisting = true;
        PersistAsync(new EventBatch(turn.Events), _ =>
        {
            _persisting = false;
            if (_gate.Epoch != _machine.Epoch) _gate.Open(_machine.Epoch, Self);
            _outlets.Release(turn.Outputs);
            if (++_turnsSinceSnapshot >= _settings.TurnsPerSnapshot) Snapshot();
            TakeTurns();
        });
    }

    /// <summary>Everything decided is persisted: readers see nothing that could still be taken back.</summary>
    private void Settled()
    {
        while (_reads.TryDequeue(out var read)) Answer(read);
        var due = _machine.NextWake - _clock.GetUtcNow();
        Timers.StartSingleTimer("wake", Wake.Instance, due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1));
    }

    private void OnRead(Read read)
    {
        if (_persisting) _reads.Enqueue(read);
        else Answer(read);
    }

    private void Answer(Read read)
    {
        try
        {
            read.ReplyTo.Tell(read.View(_machine), ActorRefs.NoSender);
        }
        catch (Exception error) when (error is not OutOfMemoryException)    // a fault of one reader is none of the scheduler's
        {
            _log.Error(error, "a view of the scheduler failed");
            read.ReplyTo.Tell(new ReadFailed(read.Subject, error.Message), ActorRefs.NoSender);
        }
    }

    private void Snapshot()
    {
        _turnsSinceSnapshot = 0;
        SaveSnapshot(_machine.ToSnapshot());
    }

    private sealed record Wake
    {
        public static readonly Wake Instance = new();
    }
}
