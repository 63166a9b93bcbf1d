using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Plan;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>
/// The scheduler without actor, journal or clock: (state, input, now) -> events to persist and outputs. Its carrier persists
/// <see cref="Turn.Events"/> as one group, then lets <see cref="Turn.Outputs"/> out; when persisting fails it throws the
/// machine away and recovers another. Not thread-safe.
/// </summary>
public sealed partial class SchedulerMachine
{
    // Between two steps at most a second passes: a longer gap means that this process itself stood still.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoodStill = TimeSpan.FromSeconds(5);

    private readonly ClusterState _state;
    private readonly Feasibility _feasibility;
    private readonly Planner _planner;
    private readonly List<SchedulerEvent> _decided = [];
    private readonly List<SchedulerOutput> _outputs = [];
    private DateTimeOffset _now;
    private DateTimeOffset _awakeSince;
    private bool _begun;

    public SchedulerMachine(SchedulerOptions options)
    {
        Options = options;
        _state = new ClusterState(options);
        _feasibility = new Feasibility(_state.Table);
        _planner = new Planner(_state.Table, _feasibility);
    }

    /// <summary>Goes on from a snapshot; events that came after it are replayed next.</summary>
    public SchedulerMachine(SchedulerOptions options, SchedulerSnapshot snapshot)
        : this(options) => _state.Restore(snapshot);

    public SchedulerOptions Options { get; }

    /// <summary>Of this incarnation; 0 before <see cref="Begin"/>, or the last incarnation's during recovery.</summary>
    public long Epoch => _state.Epoch;

    /// <summary>When <see cref="Tick"/> is due at the latest; never more than a second after the last step.</summary>
    public DateTimeOffset NextWake
    {
        get
        {
            if (_later.Count > 0) return _now;
            var latest = _now + LongestPause;
            if (_wakes.TryPeek(out _, out var due) && due < latest) latest = due;
            foreach (var away in _state.Away.Values)
                if (away.NextLost < latest) latest = away.NextLost;
            return latest;
        }
    }

    internal ClusterState State => _state;

    /// <summary>During recovery: one persisted event, in order.</summary>
    public void Replay(SchedulerEvent persisted)
    {
        if (_begun) throw new InvalidOperationException("the scheduler has begun: nothing is replayed any more");
        _state.Apply(persisted);
        _state.Fresh.Clear();
        if (persisted.Time > _now) _now = persisted.Time;
    }

    public Turn Step(SchedulerInput input, DateTimeOffset now) => Step([input], now);

    /// <summary>Several inputs that had gathered, as one turn: one group to persist.</summary>
    public Turn Step(IReadOnlyList<SchedulerInput> inputs, DateTimeOffset now)
    {
        _decided.Clear();
        _outputs.Clear();
        PassTime(now);
        GoOnWithThoseOfLater();
        foreach (var input in inputs) Take(input);
        LoseAndForget();
        ReconcileAll();
        Dispatch();
        foreach (var happened in _state.Fresh) _outputs.Add(new Publish(happened));
        _state.Fresh.Clear();
        return new Turn([.. _decided], [.. _outputs]);
    }

    /// <summary>The persisted state as it stands; taken between turns whose events are all persisted.</summary>
    public SchedulerSnapshot ToSnapshot() => _state.ToSnapshot();

    private void Take(SchedulerInput input)
    {
        if (input is Begin begin)
        {
            OnBegin(begin);
            return;
        }
        if (!_begun) throw new InvalidOperationException($"{input.GetType().Name} came before {nameof(Begin)}");
        switch (input)
        {
            case Tick: break;
            case Command command: OnCommand(command); break;
            case SessionOpened opened: OnSessionOpened(opened); break;
            case NodeReportChanged changed: OnReportChanged(changed); break;
            case NodeHeard heard: OnHeard(heard); break;
            case WholeWanted wanted: OnWholeWanted(wanted); break;
            case FactsArrived arrived: OnFacts(arrived); break;
            case SessionLost lost: OnSessionEnded(lost.Node, lost.Session, lost.LastHeard, "not heard any more"); break;
            case SessionClosed closed: OnSessionEnded(closed.Node, closed.Session, _now, "left the cluster"); break;
            case ImageResolved resolved: OnImageResolved(resolved); break;
            case CollectRecords: OnCollect(); break;
            default: throw new InvalidOperationException($"an input of an unknown kind: {input.GetType().Name}");
        }
    }

    private void OnBegin(Begin begin)
    {
        if (_begun) throw new InvalidOperationException("the scheduler has begun already");
        _begun = true;
        _began = _now;
        Decide(new IncarnationStarted(Math.Max(_state.Epoch, begin.AtLeastEpoch) + 1, _now));
        foreach (var node in _state.Nodes) node.LastHeard = _now;
        foreach (var job in _state.Jobs.Values)
            foreach (var group in job.Groups) _state.MarkAllDirty(group);
    }

    // The clock may be set back; then time stands still until it has caught up. After a pause of our own (the process was
    // stopped, the host slept) silence says nothing about the nodes: their time to be heard begins anew.
    private void PassTime(DateTimeOffset now)
    {
        bool stoodStill = !_begun || now - _now > StoodStill;
        if (now > _now) _now = now;
        if (stoodStill) _awakeSince = _now;
    }

    /// <summary>Persists and carries out one decision.</summary>
    private void Decide(SchedulerEvent decided)
    {
        _decided.Add(decided);
        _state.Apply(decided);
    }
}
