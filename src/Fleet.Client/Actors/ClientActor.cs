using Akka.Actor;
using Fleet.Client.Calls;
using Fleet.Client.Watching;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Client.Actors;

/// <summary>
/// The client's end in the user's actor system: keeps what is unanswered and what is watched, and says it again in every new
/// session. The session itself is held by a <see cref="Visitor"/> in a remoting system of the client's own.
/// </summary>
internal sealed class ClientActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(200);

    // A remoting system can get into a state (quarantined by the other side) that only another one mends.
    private static readonly TimeSpan NewSystemAfter = TimeSpan.FromSeconds(30);

    // Twice a connection's handshake: where that failed in the middle, the door answers on the dead connection, and never on new ones.
    private static readonly TimeSpan NewSystemAfterMute = TimeSpan.FromSeconds(6);

    private readonly TimeProvider _clock;
    private readonly Outside _outside;
    private readonly CallTable _calls;
    private readonly Dictionary<long, WatchFeed> _watches = [];
    private readonly FleetClientOptions _options;
    private string _reason;
    private long _alone;
    private bool _everOpened;
    private bool _refused;      // a door speaks, at least
    private long _outsideSince;
    private long _lastWatch;
    private int _credits;

    public ClientActor(FleetClientOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _calls = new CallTable(clock, options);
        _outside = new Outside(options);
        _reason = $"no control host answers at {string.Join(", ", options.Doors)}";
        Receive<Call>(call =>
        {
            _calls.Add(call);
            SendDue();
        });
        Receive<StartWatch>(message => OnStartWatch(message.Feed));
        Receive<EndWatch>(message => OnEndWatch(message.Feed));
        Receive<CaughtUp>(message => OnCaughtUp(message.Feed));
        Receive<Reply>(reply => Answered(() => _calls.OnReply(reply)));
        Receive<IQueryAnswer>(answer => Answered(() => _calls.OnAnswer(answer)));
        Receive<WatchEvents>(OnEvents);
        Receive<SessionOpened>(OnOpened);
        Receive<SessionClosed>(_ => OnAlone());
        Receive<NoSession>(OnNoSession);
        Receive<Tick>(_ => OnTick());
        Receive<IFleetMessage>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsOpen => _credits > 0;

    protected override void PreStart()
    {
        _alone = _outsideSince = _clock.GetTimestamp();
        _outside.Start(Self);
        Timers.StartPeriodicTimer("tick", Tick.Instance, TickEvery);
    }

    protected override void PostStop()
    {
        var ended = new FleetUnreachableException("the client was closed");
        _calls.FailAll(ended);
        foreach (WatchFeed feed in _watches.Values)
        {
            feed.Fail(ended);
        }

        _outside.Stop();
    }

    // A crash of the handler must not lose what callers wait for: fail it, and let the supervisor begin anew.
    protected override void PreRestart(Exception reason, object message)
    {
        _calls.FailAll(new FleetUnreachableException("the client failed", reason));
        base.PreRestart(reason, message);
    }

    private void OnOpened(SessionOpened opened)
    {
        _credits = Math.Max(1, opened.Welcome.Credits);
        _everOpened = true;
        _calls.BeginSession();
        foreach (WatchFeed feed in _watches.Values.Where(feed => !feed.IsCutOff))
        {
            Say(feed.Message());
        }

        SendDue();
    }

    private void OnAlone()
    {
        (_credits, _refused) = (0, false);
        _alone = _outsideSince = _clock.GetTimestamp();
    }

    private void OnNoSession(NoSession none)
    {
        (_reason, _refused) = (none.Reason, none.Answered);
        if (none.Permanent)
        {
            Fail(new FleetUnreachableException(none.Reason));
        }
    }

    private void OnTick()
    {
        if (IsOpen)
        {
            SendDue();
            return;
        }

        _calls.DropCancelled();
        TimeSpan alone = _clock.GetElapsedTime(_alone);
        _calls.FailUnreachable(alone, _everOpened ? _options.OutagePatience : _options.UnreachableAfter, _reason);
        if (!_everOpened && _options.UnreachableAfter != Timeout.InfiniteTimeSpan && alone >= _options.UnreachableAfter)
        {
            Fail(new FleetUnreachableException(_reason));
        }

        if (_clock.GetElapsedTime(_outsideSince) >= (_refused ? NewSystemAfter : NewSystemAfterMute))
        {
            _outsideSince = _clock.GetTimestamp();
            _outside.Replace(Self);
        }
    }

    // Watches that never began, and calls; a watch that has begun waits for the cluster to come back.
    private void Fail(FleetUnreachableException error)
    {
        _calls.FailAll(error);
        foreach (WatchFeed feed in _watches.Values)
        {
            feed.Fail(error);
        }

        _watches.Clear();
    }

    private void Answered(Action take)
    {
        take();
        SendDue();
    }

    private void SendDue()
    {
        if (IsOpen)
        {
            foreach (Call call in _calls.TakeDue(_credits))
            {
                Say(call.Message);
            }
        }
    }

    private void OnStartWatch(WatchFeed feed)
    {
        feed.Number = ++_lastWatch;
        _watches[feed.Number] = feed;
        if (IsOpen)
        {
            Say(feed.Message());
        }
    }

    private void OnEndWatch(WatchFeed feed)
    {
        if (_watches.Remove(feed.Number) && IsOpen)
        {
            Say(new Unwatch(feed.Number));
        }
    }

    private void OnEvents(WatchEvents events)
    {
        if (_watches.TryGetValue(events.Number, out WatchFeed? feed) && !feed.Offer(events))
        {
            Say(new Unwatch(feed.Number));
        }
    }

    // A new number, since late events of the old one may still be under way.
    private void OnCaughtUp(WatchFeed feed)
    {
        if (feed.IsCutOff && _watches.Remove(feed.Number))
        {
            feed.GoOn();
            OnStartWatch(feed);
        }
    }

    private void Say(IFleetMessage message) => _outside.Visitor.Tell(message, Self);

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
