using Akka.Actor;
using Akka.Event;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Cgroups.Watching;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Events;
using Fleet.Protocol.Actors;

namespace Fleet.Node.Incidents;

/// <summary>
/// Tells what running containers run into: killed processes, and with cgroups v2 refused forks, as soon as the kernel says so; the rest by
/// a look every ten seconds.
/// </summary>
internal sealed class IncidentActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly IncidentContext _context;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<AllocationId, Watched> _watched = [];
    private readonly Dictionary<AllocationId, int> _ended = [];     // the last run whose end was looked at
    private readonly CgroupWatcher? _watcher;

    public IncidentActor(IncidentContext context)
    {
        _context = context;
        _watcher = NewWatcher();
        Receive<ContainerStands>(OnStands);
        Receive<KernelCalls>(calls => Look(calls.Id, calls.Run, sample: false));
        Receive<LookAtAll>(_ => { foreach (var (id, watched) in _watched.ToList()) Look(id, watched.Run, sample: true); });
    }

    public static Props Props(IncidentContext context) => ActorFactory.Props(() => new IncidentActor(context));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        var self = Self;
        _context.Table.Changed = id => self.Tell(new ContainerStands(id));
        foreach (var entry in _context.Table.All) Self.Tell(new ContainerStands(entry.Record.Id));
        Timers.StartPeriodicTimer(LookAtAll.Instance, LookAtAll.Instance, Every, Every);
    }

    protected override void PostStop()
    {
        _context.Table.Changed = null;
        _watcher?.Dispose();
    }

    private void OnStands(ContainerStands message)
    {
        if (_context.Table.Get(message.Id) is not { IsRunning: true, Running: { } running } entry)
        {
            AtTheEnd(message.Id);
            Forget(message.Id);
            return;
        }
        if (_watched.TryGetValue(message.Id, out var known) && known.Run == entry.Record.Run) return;
        Forget(message.Id);
        if (running.Group is not { } group) return;
        var first = Read(group);
        if (first is null) return;
        // What happened before an agent came is not told by it; a container that was just started has nothing before.
        var detector = new IncidentDetector(IsOld(entry) ? first : null);
        _watched[message.Id] = new Watched(entry.Record.Run, group, detector, Listen(message.Id, entry.Record.Run, group));
        Look(message.Id, entry.Record.Run, sample: false);
    }

    private void Look(AllocationId id, int run, bool sample)
    {
        if (!_watched.TryGetValue(id, out var watched) || watched.Run != run || Read(watched.Group) is not { } now) return;
        if (_context.Table.Get(id) is { } entry) Tell(entry, watched, now, sample);
    }

    // Its last moments, or all of a short life: the group is gone, and was read before it went.
    private void AtTheEnd(AllocationId id)
    {
        if (_context.Table.Get(id) is not { HasEnded: true, Running: { LastIncidents: { } last, Group: { } group } } entry) return;
        int run = entry.Record.Run;
        if (_ended.GetValueOrDefault(id) >= run) return;
        _ended[id] = run;
        if (_watched.TryGetValue(id, out var watched) && watched.Run == run) Tell(entry, watched, last, sample: false);
        else if (!IsOld(entry)) Tell(entry, new Watched(run, group, new IncidentDetector(), null), last, sample: false);
    }

    private bool IsOld(ContainerEntry entry) => entry.Status.StartedAt is { } started && _context.Time.GetUtcNow() - started > Every;

    private void Tell(ContainerEntry entry, Watched watched, CgroupIncidents now, bool sample)
    {
        foreach (var incident in watched.Detector.See(now, _context.Time.GetUtcNow(), sample))
        {
            if (incident.Kind == IncidentKinds.Oom && !_context.Claims.Claim(entry.Record.Id, watched.Run) && !watched.ToldOom) continue;    // its end has told it
            watched.ToldOom |= incident.Kind == IncidentKinds.Oom;
            _context.Events.AddContainer(incident.Kind, entry.Record,
                [.. entry.Record.Assignment is { } task ? [("job", task.Job)] : Array.Empty<(string, string)>(), .. incident.Attributes]);
        }
    }

    private void Forget(AllocationId id)
    {
        if (_watched.Remove(id, out var watched)) watched.Listening?.Dispose();
        if (_context.Table.Get(id) is not null) return;
        _context.Claims.Forget(id);
        _ended.Remove(id);
    }

    private IDisposable? Listen(AllocationId id, int run, ICgroup group)
    {
        var self = Self;
        try
        {
            return _watcher?.Watch(group, () => self.Tell(new KernelCalls(id, run)));
        }
        catch (IOException e)
        {
            // The look every ten seconds finds it as well, only later.
            _log.Warning("the kernel will not tell of incidents in {0}: {1}", group.Path, e.Message);
            return null;
        }
    }

    private CgroupWatcher? NewWatcher()
    {
        try
        {
            return new CgroupWatcher();
        }
        catch (IOException e)
        {
            _log.Warning("the kernel will not tell of incidents: {0}", e.Message);
            return null;
        }
    }

    private static CgroupIncidents? Read(ICgroup group)
    {
        try
        {
            return group.Exists ? group.Incidents() : null;
        }
        catch (IOException)
        {
            return null;        // it ended while we looked
        }
    }

    private sealed record Watched(int Run, ICgroup Group, IncidentDetector Detector, IDisposable? Listening)
    {
        public bool ToldOom { get; set; }
    }

    private sealed record KernelCalls(AllocationId Id, int Run);

    private sealed record LookAtAll
    {
        public static readonly LookAtAll Instance = new();
    }
}

internal sealed record IncidentContext(ContainerTable Table, EventLog Events, OomClaims Claims, TimeProvider Time);

/// <summary>A container was started, ended or removed: the table says which.</summary>
internal sealed record ContainerStands(AllocationId Id);
