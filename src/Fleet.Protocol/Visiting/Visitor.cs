using System.Collections.Immutable;
using Akka.Actor;
using Akka.Remote;
using Fleet.Model;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Visiting;

/// <summary>
/// A session's outer end, in worker and client alike: Hello until welcomed, heartbeats while the lease lasts, Hello again.
/// It watches nobody, since a remote watch would quarantine a host that slept. Its owner gets <see cref="SessionOpened"/>,
/// <see cref="SessionClosed"/>, <see cref="NoSession"/> and the session's messages, and tells it messages for the session;
/// those told while there is none are dropped, for every exchange of Fleet begins anew with the next session.
/// </summary>
public sealed class Visitor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromMilliseconds(50);

    private readonly VisitorSettings _settings;
    private readonly IActorRef _owner;
    private readonly DoorList _doors;
    private readonly TimeProvider _clock;
    private readonly Lease _lease;
    private readonly Parts _parts = new();

    private PartReader _reader = new();
    private ImmutableArray<byte> _resumeToken = [];
    private NodeUsage? _usage;
    private Welcome? _welcome;
    private IActorRef _session = ActorRefs.Nobody;
    private string _door = "";
    private string? _complained;
    private long _number;
    private long _helloSent;
    private long _applied;
    private int _tries;

    private Visitor(VisitorSettings settings, IActorRef owner, TimeProvider clock)
    {
        if (settings.Doors.IsDefaultOrEmpty) throw new ArgumentException("a visitor needs at least one door", nameof(settings));
        foreach (string door in settings.Doors) DoorPath.Of(door);     // a misspelt one is known at once
        (_settings, _owner, _clock) = (settings, owner, clock);
        _doors = new DoorList(settings.Doors, clock);
        _lease = new Lease(clock);
        Outside();
    }

    /// <param name="clock">Leases are counted on its timestamps; <see cref="BootClock"/> but in tests.</param>
    public static Props Props(VisitorSettings settings, IActorRef owner, TimeProvider? clock = null) =>
        ActorFactory.Props(() => new Visitor(settings, owner, clock ?? BootClock.Instance));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        // Published by the actor system's own remoting: a process that was killed closes its connections long before a lease ends.
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        SayHello();
    }

    private void Outside()
    {
        Receive<Tick>(_ => OnSilence());
        Receive<Again>(_ => SayHello());
        Receive<Welcome>(welcome => welcome.HelloNumber == _number, Enter);
        Receive<Redirect>(redirect => redirect.HelloNumber == _number, OnRedirect);
        Receive<Refused>(refused => refused.HelloNumber == _number, OnRefused);
        Receive<AssociationEvent>(broken => IsOf(broken, DoorPath.Of(_door)), _ => OnUnreachable());
        HeardInEveryState();
        Receive<IFleetMessage>(_ => { });     // for a session that is over
    }

    private void Inside()
    {
        Receive<Tick>(_ => SendHeartbeat());
        Receive<HeartbeatAck>(OnAck);
        // Said before this host slept or was out of reach: what it orders may long have been given to another.
        Receive<IFleetMessage>(_ => IsFromSession && _lease.IsLost, _ => CloseLate());
        Receive<SessionGone>(gone => gone.Session == _session.Path.Name, _ => Close("the control host knows it no longer", leaseLost: false));
        Receive<AssociationEvent>(broken => IsOf(broken, _welcome!.SessionPath), _ => OnBroken());
        Receive<Part>(_ => IsFromSession, OnPart);
        Receive<Refused>(_ => { });           // late answers of doors to a Hello that another has answered
        Receive<Redirect>(_ => { });
        Receive<Welcome>(_ => { });
        Receive<Again>(_ => { });
        HeardInEveryState();
        Receive<IFleetMessage>(_ => IsFromSession, message => _owner.Tell(message, Self));
        Receive<IFleetMessage>(_ => Sender.Equals(_owner), message => _parts.Tell(_session, message, Self));
    }

    private void HeardInEveryState()
    {
        Receive<UsageIs>(message => _usage = message.Usage);
        Receive<AppliedUpTo>(message => message.Session == _welcome?.SessionNumber, message => _applied = message.Number);
        Receive<AppliedUpTo>(_ => { });       // of an earlier session
        Receive<Leave>(OnLeave);
        Receive<AssociationEvent>(_ => { });  // of another door
    }

    private static bool IsOf(AssociationEvent broken, string path) => path.StartsWith($"{broken.RemoteAddress}/", StringComparison.Ordinal);

    // The capability at the end of the path tells this session from earlier ones, whose last words may come late.
    private bool IsFromSession => Sender.Path.Name == _session.Path.Name;

    private void SayHello()
    {
        _door = _doors.Next();
        _helloSent = _clock.GetTimestamp();
        var hello = new Hello(++_number, _settings.Role, _settings.Id, _settings.Instance, ProtocolVersion.Oldest, ProtocolVersion.Current)
        {
            LastNumber = _applied,
            ResumeToken = _resumeToken,
        };
        Resolve(DoorPath.Of(_door)).Tell(hello, Self);
        NextTick(RetryDelay());
    }

    private IActorRef Resolve(string path) => ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(path);

    private TimeSpan RetryDelay()
    {
        double doubled = _settings.Retry.TotalMilliseconds * Math.Pow(2, Math.Min(_tries++, 10));
        // Spread by a quarter, so that a thousand workers of a restarted control host do not call in step.
        return TimeSpan.FromMilliseconds(Math.Min(doubled, _settings.MaxRetry.TotalMilliseconds) * (0.875 + Random.Shared.NextDouble() / 4));
    }

    private void OnSilence()
    {
        _doors.LeaveOut(_door);
        if (_tries >= 3) Complain($"no answer from the control hosts' doors at {_doors}", permanent: false, answered: false);
        SayHello();
    }

    // By a tick: doors that all refuse connections must not spin.
    private void OnUnreachable() => NextTick(SoonAgain);

    // Its control host may be dead, or only the connection: another door knows. Where the host lives, a new session is opened there.
    private void OnBroken()
    {
        _doors.LeaveOut(_door);
        Close("the connection to its control host broke", leaseLost: false);
    }

    private void OnRedirect(Redirect redirect)
    {
        var valid = redirect.Doors.Where(IsDoor).ToImmutableArray();
        _doors.Redirect(valid);
        if (!valid.IsEmpty) NextHello(TimeSpan.FromMilliseconds(10));     // by a tick: two doors that point at each other must not spin
    }

    private static bool IsDoor(string door)
    {
        try
        {
            return DoorPath.Of(door).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void OnRefused(Refused refused)
    {
        bool permanent = refused.Reason is RefusalReason.Protocol or RefusalReason.BadId;
        Complain($"the door at {_door} refuses: {refused.Message}", permanent, answered: true);
        if (refused.RetryAfter > TimeSpan.Zero) NextHello(refused.RetryAfter);
    }

    private void Complain(string reason, bool permanent, bool answered)
    {
        if (reason == _complained) return;
        _complained = reason;
        _owner.Tell(new NoSession(reason, permanent) { Answered = answered }, Self);
    }

    private void Enter(Welcome welcome)
    {
        _welcome = welcome;
        _resumeToken = welcome.ResumeToken;
        _session = Resolve(welcome.SessionPath);
        _applied = 0;
        _reader = new PartReader();
        _lease.Begin(welcome.Lease, _helloSent);
        _doors.Prefer(_door);
        (_tries, _complained) = (0, null);
        Become(Inside);
        _owner.Tell(new SessionOpened(welcome), Self);
        SendHeartbeat();
    }

    private void SendHeartbeat()
    {
        if (_lease.IsLost)
        {
            CloseLate();
            return;
        }
        _lease.Sent(++_number);
        _session.Tell(new Heartbeat(_number, _usage, _applied), Self);
        NextTick(_welcome!.Heartbeat);
    }

    private void CloseLate() => Close($"its lease ran out {_lease.Over.TotalSeconds:F1} s ago", leaseLost: true);

    private void OnAck(HeartbeatAck ack)
    {
        if (!_lease.Acknowledged(ack.Number)) return;
        if (ack.Epoch > _welcome!.Epoch) Close($"the scheduler of epoch {ack.Epoch} has taken over", leaseLost: false);
    }

    private void OnPart(Part part)
    {
        if (_reader.Add(part) is { } whole) _owner.Tell(whole, Self);
    }

    private void Close(string why, bool leaseLost)
    {
        _session = ActorRefs.Nobody;
        Become(Outside);
        _owner.Tell(new SessionClosed(why, leaseLost), Self);
        SayHello();
    }

    private void OnLeave(Leave leave)
    {
        if (!_session.IsNobody()) _session.Tell(new Goodbye(leave.Reason), Self);
        Context.Stop(Self);
    }

    // Not a periodic timer: that one delivers all the ticks missed in a long stop at once.
    private void NextTick(TimeSpan after) => Timers.StartSingleTimer("tick", Tick.Instance, after);

    /// <summary>The door has answered: it is not silent.</summary>
    private void NextHello(TimeSpan after) => Timers.StartSingleTimer("tick", Again.Instance, after);

    private sealed record Again
    {
        public static readonly Again Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
