using Akka.Actor;
using Akka.Event;
using Fleet.Lifecycle.Sessions;
using Fleet.Protocol.Sessions;

namespace Fleet.Control.Door;

/// <param name="Number">Above that of every earlier session.</param>
internal sealed record SessionOpening(OpenSession Open, long Number);

/// <summary>Another session of the same visitor has been opened.</summary>
internal sealed record Replaced
{
    public static readonly Replaced Instance = new();
}

/// <summary>
/// What worker's and client's sessions share: one visitor, alive as long as his lease and as the scheduler's epoch. Nobody is
/// watched, so nobody is ever quarantined.
/// </summary>
internal abstract class Session : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(250);

    private readonly long _epoch;
    private readonly Parts _parts = new();
    private readonly PartReader _reader = new();
    private bool _ended;

    protected Session(DoorContext door, SessionOpening opening, int credits)
    {
        Door = door;
        (Id, Number, Visitor, _epoch) = (opening.Open.Hello.Id, opening.Number, opening.Open.Visitor, opening.Open.Epoch);
        Host = new HostSession(new HostSessionOptions { Lease = door.Lease, Credits = credits }, door.BootNow);
        Log = Context.GetLogger();

        Receive<Heartbeat>(Hear);
        Receive<Part>(OnPart);
        Receive<Goodbye>(goodbye => End(Ending.Goodbye, goodbye.Reason));
        Receive<Replaced>(_ => End(Ending.Replaced, "its visitor has opened another"));
        Receive<Check>(_ => OnCheck());
    }

    protected enum Ending
    {
        Goodbye,
        LeaseLost,
        Replaced,

        /// <summary>The scheduler it was opened for is no more here.</summary>
        EpochOver,

        /// <summary>Something of it was lost that cannot be asked for again.</summary>
        Gap,
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected DoorContext Door { get; }

    protected string Id { get; }

    protected long Number { get; }

    protected HostSession Host { get; }

    protected ILoggingAdapter Log { get; }

    private IActorRef Visitor { get; }

    protected override void PreStart() => NextCheck();

    // Also after a fault of our own: what depends on the session must learn of its end in any case.
    protected override void PostStop()
    {
        if (!_ended) OnEnd(Ending.LeaseLost);
    }

    /// <summary>A heartbeat within the lease.</summary>
    protected abstract void OnHeard(Heartbeat heartbeat);

    /// <summary>Regularly, while the session lives.</summary>
    protected virtual void OnChecked()
    {
    }

    protected abstract void OnEnd(Ending ending);

    protected void Say(IFleetMessage message) => _parts.Tell(Visitor, message, Self);

    private void Hear(Heartbeat heartbeat)
    {
        if (IsEpochOver(heartbeat.Number) || !Host.Hear(Door.BootNow)) return;
        Say(new HeartbeatAck(heartbeat.Number, _epoch));
        OnHeard(heartbeat);
    }

    private void OnPart(Part part)
    {
        if (_reader.Add(part) is { } whole) Self.Tell(whole, Sender);
    }

    private void OnCheck()
    {
        if (IsEpochOver(number: 0)) return;
        if (Host.IsOver(Door.BootNow))
        {
            End(Ending.LeaseLost, "its lease ran out");
            return;
        }
        NextCheck();
        OnChecked();
    }

    private bool IsEpochOver(long number)
    {
        long epoch = Door.Gate.Epoch;
        if (epoch == _epoch) return false;
        if (number > 0 && epoch > _epoch) Say(new HeartbeatAck(number, epoch));
        End(Ending.EpochOver, epoch == 0 ? "the scheduler has left this host" : $"a scheduler of epoch {epoch} has begun");
        return true;
    }

    protected void End(Ending ending, string why)
    {
        Log.Info("session of {0} ends: {1}", Id, why);
        _ended = true;
        OnEnd(ending);
        // Whoever still believes in this session need not wait for the lease to run out.
        if (ending is Ending.EpochOver or Ending.LeaseLost or Ending.Gap) Say(new SessionGone(Self.Path.Name));
        Context.Stop(Self);
    }

    // Not a periodic timer: that one delivers all the ticks missed in a long stop at once.
    private void NextCheck() => Timers.StartSingleTimer("check", Check.Instance, CheckEvery);

    private sealed record Check
    {
        public static readonly Check Instance = new();
    }
}
