namespace Fleet.Lifecycle.Sessions;

public enum VisitorState
{
    /// <summary>Waiting for the next Hello.</summary>
    Outside,
    HelloSent,
    Inside,

    /// <summary>After <see cref="GoAway"/>.</summary>
    Gone,
}

/// <summary>
/// The visitor's side of a session, in workers and clients alike: Hello until welcomed, heartbeats while the lease lasts,
/// Hello again. All times are of CLOCK_BOOTTIME (clock_gettime(2)), which goes on while the host sleeps. Not thread-safe.
/// </summary>
public sealed partial class VisitorMachine
{
    private readonly VisitorOptions _options;
    private readonly HelloRound _round;
    private readonly SortedDictionary<long, TimeSpan> _unacknowledged = [];
    private readonly List<VisitorOutput> _outputs = [];
    private TimeSpan _now;
    private TimeSpan _helloSent;
    private TimeSpan _nextBeat;
    private long _number;

    /// <param name="jitter">Random numbers in [0, 1).</param>
    public VisitorMachine(VisitorOptions options, Func<double> jitter)
    {
        _options = options;
        _round = new HelloRound(options, jitter);
    }

    public VisitorState State { get; private set; }

    /// <summary>The welcome that holds; null unless inside.</summary>
    public Welcomed? Welcome { get; private set; }

    /// <summary>When the lease runs out; only inside.</summary>
    public TimeSpan LeaseEnds { get; private set; }

    /// <summary>When <see cref="Wake"/> is due.</summary>
    public TimeSpan NextWake { get; private set; }

    public IReadOnlyList<VisitorOutput> Step(VisitorInput input, TimeSpan now)
    {
        _now = now;
        _outputs.Clear();
        switch (State)
        {
            case VisitorState.Outside: WhileOutside(input); break;
            case VisitorState.HelloSent: WhileHelloSent(input); break;
            case VisitorState.Inside: WhileInside(input); break;
            case VisitorState.Gone: break;
        }
        return [.. _outputs];
    }

    private void WhileOutside(VisitorInput input)
    {
        if (input is GoAway) Go();
        else if (input is Wake && _now >= NextWake) Hello(_round.Next());
    }

    private void WhileHelloSent(VisitorInput input)
    {
        switch (input)
        {
            case GoAway: Go(); break;
            case Welcomed welcomed when welcomed.HelloNumber == _number: Enter(welcomed); break;
            case Redirected redirected when redirected.HelloNumber == _number: Follow(redirected); break;
            case TurnedAway away when away.HelloNumber == _number: Pause(away.RetryAfter); break;
            case Wake when _now >= NextWake: Pause(TimeSpan.Zero); break;
        }
    }

    private void WhileInside(VisitorInput input)
    {
        switch (input)
        {
            case GoAway:
                _outputs.Add(new SayGoodbye(Welcome!.Session));
                Go();
                break;
            case SessionDenied denied when denied.Session == Welcome!.Session: Leave("the session is not known there any more"); break;
            case HeartbeatAcknowledged acknowledged: Hear(acknowledged); break;
            case Wake when _now >= LeaseEnds: Leave($"lease lost {(_now - LeaseEnds).TotalSeconds:F1} s ago"); break;
            case Wake when _now >= _nextBeat: Beat(); break;
        }
    }

    private void Hello(string door)
    {
        State = VisitorState.HelloSent;
        _helloSent = _now;
        NextWake = _now + _options.AnswerWithin;
        _outputs.Add(new SayHello(door, ++_number));
    }

    // Two doors may point at each other while the scheduler moves: after a few hops it is a failed try like another.
    private void Follow(Redirected redirected)
    {
        if (_round.MayFollow()) Hello(redirected.Door);
        else Pause(TimeSpan.Zero);
    }

    private void Pause(TimeSpan atLeast)
    {
        State = VisitorState.Outside;
        var pause = _round.Pause();
        NextWake = _now + (pause > atLeast ? pause : atLeast);
        if (NextWake == _now) Hello(_round.Next());
    }

    private void Enter(Welcomed welcomed)
    {
        State = VisitorState.Inside;
        Welcome = welcomed;
        LeaseEnds = _helloSent + welcomed.Lease;
        _unacknowledged.Clear();
        _round.Reset();
        _outputs.Add(new Entered(welcomed));
        Beat();
    }

    private void Beat()
    {
        _unacknowledged[++_number] = _now;
        _outputs.Add(new SendHeartbeat(Welcome!.Session, _number));
        _nextBeat = _now + _options.HeartbeatEvery;
        NextWake = _nextBeat < LeaseEnds ? _nextBeat : LeaseEnds;
    }

    // The lease runs from the moment of sending: however long the answer was under way, the door renewed no earlier than that.
    private void Hear(HeartbeatAcknowledged acknowledged)
    {
        if (acknowledged.Epoch > Welcome!.Epoch)
        {
            Leave($"a scheduler of epoch {acknowledged.Epoch} has taken over");
            return;
        }
        if (!_unacknowledged.TryGetValue(acknowledged.Number, out var sent)) return;
        foreach (long older in _unacknowledged.Keys.TakeWhile(number => number <= acknowledged.Number).ToList()) _unacknowledged.Remove(older);
        if (_now >= LeaseEnds) return;      // too late: the next Wake says so
        LeaseEnds = sent + Welcome.Lease;
        NextWake = _nextBeat < LeaseEnds ? _nextBeat : LeaseEnds;
    }

    private void Leave(string why)
    {
        Welcome = null;
        _outputs.Add(new Left(why));
        Hello(_round.Next());
    }

    private void Go()
    {
        State = VisitorState.Gone;
        Welcome = null;
        NextWake = TimeSpan.MaxValue;
    }
}
