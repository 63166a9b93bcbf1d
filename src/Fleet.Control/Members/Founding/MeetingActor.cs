using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Fleet.Control.Hosting;
using Fleet.Protocol.Actors;

namespace Fleet.Control.Members.Founding;

/// <summary>
/// Brings this host into the cluster: tells the others how it stands, hears how they do, and acts on <see cref="FoundingRule"/>. It
/// asks one host to be let in and no second: who is in the gossip of two clusters would count in both. What cannot be mended within
/// one actor system is told by <c>hopeless</c>.
/// </summary>
internal sealed class MeetingActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Steady = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ImmutableArray<HostPort> _hosts;
    private readonly Action<string> _hopeless;
    private readonly int _self;
    private readonly Dictionary<int, (Standing Standing, long At)> _heard = [];
    private int[] _present = [];
    private long _presentSince = Stopwatch.GetTimestamp();
    private long _askedAt;      // 0: nobody yet
    private int _asked = -1;
    private long _silentSince = Stopwatch.GetTimestamp();
    private bool _gaveUp;

    /// <param name="hopeless">Told once, why another actor system must take this one's place.</param>
    private MeetingActor(ImmutableArray<HostPort> hosts, Action<string> hopeless)
    {
        (_hosts, _hopeless) = (hosts, hopeless);
        _self = hosts.IndexOf(HostOf(_cluster.SelfAddress));
        Receive<Standing>(OnStanding);
        Receive<Tick>(_ => OnTick());
    }

    public static Props Props(ImmutableArray<HostPort> hosts, Action<string> hopeless) => ActorFactory.Props(() => new MeetingActor(hosts, hopeless));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => OnTick();

    private void OnStanding(Standing standing)
    {
        int host = _hosts.IndexOf(HostOf(Sender.Path.Address));
        if (host < 0 || host == _self) return;
        _heard[host] = (standing, Stopwatch.GetTimestamp());
        if (standing.Footing is Footing.Seeking or Footing.Joining && OwnStanding() is { Footing: Footing.Up or Footing.Going } own) Sender.Tell(own);
    }

    // Not a periodic timer: that one delivers all the ticks missed in a long stop at once.
    private void OnTick()
    {
        Timers.StartSingleTimer("tick", Tick.Instance, Round);
        if (_gaveUp || _cluster.IsTerminated || OwnStanding() is not { Footing: Footing.Seeking or Footing.Joining } own) return;
        foreach (var host in _hosts.Where((_, index) => index != _self)) Context.ActorSelection(Self.Path.ToStringWithAddress(AddressOf(host))).Tell(own);
        if (_askedAt != 0) LookWhetherItHelped(own);
        else if (Stopwatch.GetElapsedTime(_silentSince) > Patience) Complain();
        if (_self >= 0 && !_gaveUp) Act(own);
    }

    private void LookWhetherItHelped(Standing own)
    {
        var since = Stopwatch.GetElapsedTime(_askedAt);
        bool isFounder = _asked == _self;
        if (own.Footing == Footing.Seeking && since > Fresh && !isFounder && !IsHeard(_asked)) GiveUp($"asked {_hosts[_asked]} to be let into the cluster, and hears it no more");
        else if (since > UpWithin && !(isFounder && IsAlone())) GiveUp($"was not taken up by the cluster within {UpWithin.TotalSeconds:0} s");
    }

    private void Complain()
    {
        _silentSince = Stopwatch.GetTimestamp();
        var missing = Enumerable.Range(0, _hosts.Length).Where(host => host != _self && !IsHeard(host)).Select(host => _hosts[host]).ToList();
        if (missing.Count >= _hosts.Length - _hosts.Length / 2)
            _log.Warning("in no cluster yet: more than half of the {0} control hosts must see each other, and {1} are not heard. Are they up, and reachable from {2}?",
                _hosts.Length, string.Join(" and ", missing), HostOf(_cluster.SelfAddress));
    }

    private bool IsHeard(int host) => _heard.TryGetValue(host, out var last) && Stopwatch.GetElapsedTime(last.At) < Fresh;

    private void Act(Standing own)
    {
        var heard = _heard.Where(host => IsHeard(host.Key)).ToDictionary(host => host.Key, host => host.Value.Standing);
        int[] present = [.. heard.Keys.Order()];
        if (!present.SequenceEqual(_present)) (_present, _presentSince) = (present, Stopwatch.GetTimestamp());
        switch (FoundingRule.Decide(_self, _hosts.Length, own.Footing, IsAlone(), heard, Stopwatch.GetElapsedTime(_presentSince) >= Steady))
        {
            case FoundingStep.Found when _askedAt == 0:
                _log.Info("founding the cluster: heard {0} of {1} other control hosts, and none has one", heard.Count, _hosts.Length - 1);
                Join(_self);
                break;
            case FoundingStep.Join join when _askedAt == 0:
                _log.Info("joining the cluster of {0}", _hosts[join.Host]);
                Join(join.Host);
                break;
            case FoundingStep.GiveUp better:
                GiveUp($"founded a cluster that nobody joined, while {_hosts[better.Host]} is in another");
                break;
        }
    }

    private void Join(int host)
    {
        (_asked, _askedAt) = (host, Stopwatch.GetTimestamp());
        _cluster.Join(AddressOf(_hosts[host]));
    }

    private void GiveUp(string why)
    {
        _gaveUp = true;
        _hopeless(why);
    }

    private Standing OwnStanding()
    {
        var footing = _cluster.SelfMember.Status switch
        {
            MemberStatus.Removed => Footing.Seeking,       // so Akka calls one that has not begun to join
            MemberStatus.Joining or MemberStatus.WeaklyUp => Footing.Joining,
            MemberStatus.Up => Footing.Up,
            _ => Footing.Going,
        };
        return new Standing(footing, footing == Footing.Up ? ClusterMembers.Reach(_cluster) : 0);
    }

    private bool IsAlone() => _cluster.State.Members.Count <= 1;

    private Address AddressOf(HostPort host) => _cluster.SelfAddress.WithHost(host.Host).WithPort(host.Port);

    private static HostPort HostOf(Address address) => new(address.Host ?? "", address.Port ?? 0);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
