using Akka.Actor;
using Akka.Event;
using Fleet.Lifecycle.Nodes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Jobs;
using Fleet.Node.Records;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Logging;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;
using Fleet.Protocol.Workers;
using Refused = Fleet.Lifecycle.Nodes.Refused;

namespace Fleet.Node.Session;

/// <summary>What the session needs of the rest of the node.</summary>
/// <param name="Machine">Makes a node machine that knows what is on the node now.</param>
/// <param name="Visitor">Null: a node without doors, which has local users only.</param>
/// <param name="Outside">Makes the actor system that the visitor lives in.</param>
/// <param name="Resolve">From an image's name to its digest.</param>
internal sealed record SessionContext(
    Func<NodeMachine> Machine, VisitorSettings? Visitor, Func<ActorSystem> Outside, VersionStore Versions, JobLimitStore Limits, Func<string, Task<string>> Resolve, TimeProvider Time);

/// <summary>
/// The node's side of its session with the control host: assignments in, facts out. <see cref="NodeMachine"/> judges; the
/// visitor keeps the lease. Without a session the containers go on, and their facts wait here.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(1);

    // Twice a connection's handshake. Where that failed in the middle, the door goes on trying to answer on the dead connection and
    // the visitor hears nothing on its new ones: only another address helps.
    private static readonly TimeSpan MuteFor = TimeSpan.FromSeconds(6);

    private readonly SessionContext _context;
    private readonly NodeMachine _machine;
    private readonly Dictionary<long, IActorRef> _finders = [];
    private readonly HashSet<string> _told = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private OutsideVisit? _visit;
    private NodeReport? _report;
    private long _reportNumber;
    private long _findNumber;
    private bool _open;

    public SessionActor(SessionContext context)
    {
        _context = context;
        _machine = context.Machine();
        Receive<SessionOpened>(OnOpened);
        Receive<SessionClosed>(OnClosed);
        Receive<NoSession>(OnNoSession);
        Receive<OutsideVisit.Quarantined>(_ => OnQuarantined());
        Receive<DoorsAreMute>(_ => OnMute());
        FromControl();
        FromNode();
        Receive<LeaveSession>(OnLeave);
        Receive<NotLimited>(no => _log.Warning("limits of job {0}: {1}; the old ones hold until one of its containers ends", LogField.Job(no.Job), no.Error.Message));
    }

    public static Props Props(SessionContext context) => ActorFactory.Props(() => new SessionActor(context));

    public ITimerScheduler Timers { get; set; } = null!;

    private IActorRef Control => _visit?.Visitor ?? ActorRefs.Nobody;

    protected override void PreStart()
    {
        Visit();
        Wake();
    }

    protected override void PostStop()
    {
        _ = _visit?.EndAsync();
        base.PostStop();
    }

    private void Visit()
    {
        if (_context.Visitor is { } settings) _visit = new OutsideVisit(_context.Outside(), settings, Self);
    }

    private void OnQuarantined()
    {
        _log.Warning("the control host has given this node's actor system up; it is replaced");
        if (_open) OnClosed(new SessionClosed("its actor system was quarantined", LeaseLost: true));
        _ = _visit?.EndAsync();
        Visit();
    }

    private void OnMute()
    {
        _log.Warning("the doors have not answered for {0} s; this node's actor system is replaced", MuteFor.TotalSeconds);
        _ = _visit?.EndAsync();
        Visit();
        Timers.StartSingleTimer(DoorsAreMute.Instance, DoorsAreMute.Instance, MuteFor);
    }

    private void FromControl()
    {
        Receive<Assign>(OnAssign);
        Receive<FactsAck>(ack => Step(new FactsAcknowledged(ack.Session, ack.Number)));
        Receive<ReportAck>(ack => { if (ack.Number == _reportNumber) Timers.Cancel(SayReport.Instance); });
        Receive<ResolveImage>(OnResolve);
        Receive<ImageResolved>(resolved => Control.Tell(resolved));
        Receive<ImageHolders>(found => { if (_finders.Remove(found.Number, out var asker)) asker.Tell(new HoldersAre(found.Holders)); });
    }

    private void FromNode()
    {
        Receive<ContainerChanged>(changed => Step(new FactSeen(changed.Fact)));
        Receive<ContainerGone>(gone => Step(new AllocationGone(gone.Record.Id)));
        Receive<ReportIs>(OnReport);
        Receive<UsageNow>(usage => Control.Tell(new UsageIs(usage.Usage)));
        Receive<FindHolders>(OnFind);
        Receive<NodeTick>(Step);
        Receive<SayReport>(_ => Report());
        Receive<TellShims>(_ => Context.Parent.Tell(SessionHolds.Instance));
    }

    private void OnOpened(SessionOpened opened)
    {
        _open = true;
        _told.Clear();
        Timers.Cancel(DoorsAreMute.Instance);
        _log.Info("session {0} of epoch {1} is open", opened.Welcome.SessionNumber, opened.Welcome.Epoch);
        Report();
        Step(new SessionBegan(opened.Welcome.SessionNumber, opened.Welcome.Epoch));
        Context.Parent.Tell(SessionHolds.Instance);
        Timers.StartPeriodicTimer(TellShims.Instance, TellShims.Instance, ToldEvery);
    }

    private void OnClosed(SessionClosed closed)
    {
        _open = false;
        _log.Warning("session closed: {0}", closed.Reason);
        Timers.Cancel(TellShims.Instance);
        Timers.Cancel(SayReport.Instance);
        foreach (var asker in _finders.Values) asker.Tell(HoldersAre.None);
        _finders.Clear();
        Step(new SessionEnded());
    }

    private void OnNoSession(NoSession none)
    {
        // Three doors refuse for reasons of their own, several times a second: each is news once.
        if (_told.Add(none.Reason)) _log.Warning("no session with a control host: {0}", none.Reason);
        if (none.Answered) Timers.Cancel(DoorsAreMute.Instance);
        else if (!Timers.IsTimerActive(DoorsAreMute.Instance)) Timers.StartSingleTimer(DoorsAreMute.Instance, DoorsAreMute.Instance, MuteFor);
    }

    private void OnAssign(Assign assign)
    {
        // On disk before anything follows from them: the next agent must know them without a session.
        if (!Saved(assign.Set.Versions)) return;
        Step(new AssignmentsArrived(assign.Set));
        foreach (var assignment in assign.Set.Assignments) Context.Parent.Tell(new AssignmentIs(assignment));
    }

    // Not taken in: its number will be missed, and everything asked for again.
    private bool Saved(IEnumerable<JobVersion> versions)
    {
        try
        {
            foreach (var version in versions) _context.Versions.Save(version);
            return true;
        }
        catch (IOException e)
        {
            _log.Error("assignments are not taken in: a job's version cannot be written: {0}", e.Message);
            return false;
        }
    }

    private void OnResolve(ResolveImage ask) => _context.Resolve(ask.Reference).PipeTo(Self,
        success: digest => new ImageResolved(ask.Number, digest, ""),
        failure: error => new ImageResolved(ask.Number, "", error.Message));

    private void OnReport(ReportIs now)
    {
        if (_report is { } last && ReportDifference.None(last, now.Report)) return;
        _report = now.Report;
        Report();
    }

    private void Report()
    {
        if (!_open || _report is null) return;
        Control.Tell(new ReportNode(++_reportNumber, _report));
        Timers.StartSingleTimer(SayReport.Instance, SayReport.Instance, TimeSpan.FromSeconds(2));
    }

    private void Step(NodeInput input)
    {
        foreach (var output in _machine.Step(input, _context.Time.GetUtcNow())) Do(output);
        Wake();
    }

    private void Wake()
    {
        if (_machine.NextWake is not { } wake) return;
        var now = _context.Time.GetUtcNow();
        Timers.StartSingleTimer(NodeTick.Instance, NodeTick.Instance, wake > now ? wake - now : TimeSpan.Zero);
    }

    private void Do(NodeOutput output)
    {
        switch (output)
        {
            case StartAllocation start:
                Context.Parent.Tell(new BeginTask(TaskRecord.Of(start, _context.Time.GetUtcNow()), start.Holders));
                break;
            case LimitJob limit:
                Limit(limit.Limits);
                break;
            case StopAllocation stop:
                Context.Parent.Tell(new StopIt(stop.Id, stop.Grace), ActorRefs.NoSender);
                break;
            case RemoveAllocation remove:
                Context.Parent.Tell(new RemoveIt(remove.Id, Force: true), ActorRefs.NoSender);
                break;
            case SendFacts facts:
                Control.Tell(new Facts(facts.Batch));
                break;
            case AcknowledgeAssignments ack:
                Control.Tell(new AssignmentAck(ack.Session, ack.Number));
                Control.Tell(new AppliedUpTo(ack.Session, ack.Number));
                break;
            case AskForWhole ask:
                Control.Tell(new WholeWanted(ask.Session));
                break;
            case Refused refused:
                _log.Warning("not obeyed: {0}", refused.Why);
                break;
            default:
                throw new NotSupportedException($"{output.GetType().Name} is not known here");
        }
    }

    private void Limit(JobLimits limits)
    {
        try
        {
            _context.Limits.Remember(limits);
        }
        catch (IOException e)
        {
            _log.Error("limits of job {0}: they hold, but cannot be written down for the next agent: {1}", LogField.Job(limits.Job), e.Message);
        }
        // Beside the session: memory may have to be freed first.
        Task.Run(() => _context.Limits.Settle(limits.Job)).PipeTo(Self, failure: error => new NotLimited(limits.Job, error));
    }

    private void OnFind(FindHolders find)
    {
        if (!_open)
        {
            Sender.Tell(HoldersAre.None);
            return;
        }
        _finders[++_findNumber] = Sender;
        Control.Tell(new FindImage(_findNumber, find.Digest));
    }

    private void OnLeave(LeaveSession leave)
    {
        (bool visited, _open) = (_visit is not null, false);
        Timers.CancelAll();
        if (visited) _visit!.LeaveAsync(leave.Reason).PipeTo(Sender, Self, success: () => SessionLeft.Instance, failure: _ => SessionLeft.Instance);
        else Sender.Tell(SessionLeft.Instance);
        _visit = null;
    }

    private sealed record NotLimited(string Job, Exception Error);

    private sealed record DoorsAreMute
    {
        public static readonly DoorsAreMute Instance = new();
    }

    private sealed record SayReport
    {
        public static readonly SayReport Instance = new();
    }

    private sealed record TellShims
    {
        public static readonly TellShims Instance = new();
    }
}
