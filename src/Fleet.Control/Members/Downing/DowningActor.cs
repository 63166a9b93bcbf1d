using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Fleet.Protocol.Actors;

namespace Fleet.Control.Members.Downing;

/// <summary>Which other hosts the sender hears, as HOST:PORT.</summary>
internal sealed record Reached(ImmutableArray<string> Hosts);

/// <summary>
/// Watches the failure detector and acts on <see cref="QuorumRule"/>. While somebody is missing, hosts tell each other whom they
/// hear. After a stop of its own it begins to watch anew: its own silence says nothing about the others.
/// </summary>
internal sealed class DowningActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StoodStill = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly QuorumSetup _setup;
    private readonly Cluster _cluster;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Address, long> _missingSince = [];
    private readonly Dictionary<Address, (ImmutableHashSet<string> Hosts, long At)> _told = [];
    private long _looked = Stopwatch.GetTimestamp();

    private DowningActor(QuorumSetup setup, Cluster cluster)
    {
        (_setup, _cluster) = (setup, cluster);
        Receive<Reached>(reached => _told[Sender.Path.Address] = ([.. reached.Hosts], Stopwatch.GetTimestamp()));
        Receive<Look>(_ => OnLook());
    }

    public static Props Props(QuorumSetup setup, Cluster cluster) => ActorFactory.Props(() => new DowningActor(setup, cluster));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => NextLook();

    private void NextLook() => Timers.StartSingleTimer("look", Look.Instance, LookEvery);

    private void OnLook()
    {
        NextLook();
        if (Stopwatch.GetElapsedTime(_looked) > StoodStill) _missingSince.Clear();
        _looked = Stopwatch.GetTimestamp();
        // Who is joining counts: it is in no other cluster, so that a majority with it is one. Who was put out or leaves counts no more.
        Member[] members = [.. _cluster.State.Members
            .Where(member => member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving)
            .OrderBy(member => member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp).ThenBy(member => member, Member.AgeOrdering)];
        int self = Array.FindIndex(members, member => member.UniqueAddress == _cluster.SelfUniqueAddress);
        if (self < 0) return;

        var missing = members.Where(member => member.UniqueAddress != _cluster.SelfUniqueAddress && !_cluster.FailureDetector.IsAvailable(member.Address))
            .Select(member => member.Address).ToHashSet();
        foreach (var back in _missingSince.Keys.Where(address => !missing.Contains(address)).ToList()) _missingSince.Remove(back);
        foreach (var address in missing) _missingSince.TryAdd(address, _looked);
        if (missing.Count == 0 && _cluster.State.Unreachable.Count == 0) return;
        Tell(members.Select(member => member.Address).Where(address => !missing.Contains(address)));
        if (missing.Count > 0 && _missingSince.Values.All(since => Stopwatch.GetElapsedTime(since) >= _setup.StableAfter)) Act(members, self, missing);
    }

    private void Tell(IEnumerable<Address> reached)
    {
        var message = new Reached([.. reached.Select(HostOf)]);
        foreach (var address in reached.Where(address => address != _cluster.SelfAddress))
            Context.ActorSelection(Self.Path.ToStringWithAddress(address)).Tell(message);
    }

    private void Act(Member[] members, int self, HashSet<Address> missing)
    {
        var reached = Enumerable.Range(0, members.Length).Where(index => !missing.Contains(members[index].Address)).ToHashSet();
        var told = new Dictionary<int, IReadOnlySet<int>>();
        foreach (int other in reached)
        {
            if (!_told.TryGetValue(members[other].Address, out var said) || Stopwatch.GetElapsedTime(said.At) > Fresh) continue;
            told[other] = Enumerable.Range(0, members.Length).Where(index => said.Hosts.Contains(HostOf(members[index].Address))).ToHashSet();
        }
        switch (QuorumRule.Decide([.. Enumerable.Range(0, members.Length)], self, reached, told, _setup.Quorum))
        {
            case Verdict.DownSelf:
                _log.Warning("{0} of the control hosts are not heard any more, and those that are left are no majority: leaving the cluster", missing.Count);
                _cluster.Down(_cluster.SelfAddress);
                break;
            case Verdict.Down down:
                foreach (int gone in down.Hosts)
                {
                    _log.Warning("the control host {0} is not heard any more: it is put out of the cluster", HostOf(members[gone].Address));
                    _cluster.Down(members[gone].Address);
                }
                break;
        }
    }

    private static string HostOf(Address address) => $"{address.Host}:{address.Port}";

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
