using System.Collections.Immutable;
using Akka.Actor;
using Fleet.Containers;
using Fleet.Images.Store;
using Fleet.Images.Volumes;
using Fleet.Lifecycle.Nodes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;
using Fleet.Node.Events;
using Fleet.Node.ImageSupply;
using Fleet.Node.Incidents;
using Fleet.Node.Jobs;
using Fleet.Node.Local;
using Fleet.Node.Recipe;
using Fleet.Node.Records;
using Fleet.Node.Session;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Tickets;
using Fleet.Protocol.Visiting;

namespace Fleet.Node;

/// <summary>The worker role of an agent: everything of one host, put together. Containers outlive it.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FindWithin = TimeSpan.FromSeconds(5);

    private readonly IActorRef _node;
    private readonly ContainerTable _table;
    private readonly ContainerRuntime _runtime;
    private readonly IDisposable _images;

    private NodeHost(IActorRef node, ContainerTable table, ILocalEngine engine, ContainerRuntime runtime, IDisposable images)
    {
        (_node, _table, _runtime, _images) = (node, table, runtime, images);
        Engine = engine;
    }

    public ILocalEngine Engine { get; }

    /// <summary>The group below which the containers' are.</summary>
    public string CgroupParent => _runtime.Options.CgroupParent;

    /// <summary>What is wrong with that place, for the user to hear; null when nothing is.</summary>
    public string? PlaceNotice => _runtime.PlaceNotice;

    internal IActorRef Actor => _node;

    internal ContainerTable Table => _table;

    /// <summary>Opens what is on disk and takes up every container that an earlier agent left; returns when all are known.</summary>
    /// <exception cref="IOException">A folder cannot be used, another agent holds it, or the kernel lacks something; the message says which.</exception>
    public static async Task<NodeHost> StartAsync(NodeSettings settings, ActorSystem system, CancellationToken cancel = default)
    {
        var runtime = ContainerRuntime.Open(new RuntimeOptions
        {
            StateFolder = Path.Combine(settings.StateFolder, "containers"),
            ShimPath = settings.ShimPath,
            CgroupParent = settings.CgroupParent,
            BootIdPath = settings.BootIdPath,
        });
        var images = ImageStore.Open(Path.Combine(settings.StateFolder, "images"), settings.Images);
        var volumes = VolumeStore.Open(Path.Combine(settings.StateFolder, "volumes"), settings.Time);
        var records = new RecordStore(Path.Combine(settings.StateFolder, "allocations"));
        await Recordless.SweepAsync(runtime, records).ConfigureAwait(false);
        var versions = new VersionStore(Path.Combine(settings.StateFolder, "jobs"));

        var limits = new JobLimitStore(Path.Combine(settings.StateFolder, "job-limits"), runtime.Jobs);

        var table = new ContainerTable();
        var events = new EventLog(settings.Time, new EventFile(settings.StateFolder));
        var ranges = new UserRanges(settings.FirstUserId);
        byte[] ticketKey = Ticket.NewKey();
        var capacity = new CapacityReader(runtime.Cgroups, runtime.Options.CgroupParent, settings.Reserve, settings.Time);
        var report = new ReportReader(settings, capacity, runtime.Cgroups.Version, table, images, volumes, [.. ticketKey]);
        var work = new ContainerWork(runtime, images, volumes, table, settings.Name, new LogLimits(settings.LogMaxBytes, settings.LogMaxFiles));
        IActorRef node = ActorRefs.Nobody;
        var source = new ImageOrigin(images, PeerClient.Of, digest => HoldersAsync(node, digest));
        var session = new SessionContext(
            () => new NodeMachine(new NodeOptions { KeepEnded = settings.KeepEnded }, Known.Allocations(table, versions)),
            settings.Doors.IsEmpty ? null : new VisitorSettings(VisitorRole.Worker, settings.Name, settings.Doors),
            () => OutsideSystem.Create(settings.Name, settings.OutsideConfig),
            versions, limits, reference => images.ResolveAsync(reference, CancellationToken.None), settings.Time);

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claims = new OomClaims();
        var tree = new NodeTree(
            supply => ContainersActor.Props(new ContainerContext(work, records, table, events, supply, settings.Time, settings.Name) { BootId = runtime.BootId, Claims = claims }),
            ImageActor.Props(source), CapacityActor.Props(report, capacity), SessionActor.Props(session),
            () => Known.Left(records, versions, limits, table, system), ready, records, table, ranges)
        {
            Incidents = IncidentActor.Props(new IncidentContext(table, events, claims, settings.Time)),
        };
        node = system.ActorOf(NodeActor.Props(tree), "node");
        await ready.Task.WaitAsync(cancel).ConfigureAwait(false);

        var engine = new LocalEngine(
            new LocalContainers(node, table, records, work, ranges, settings.Name, events, settings.Time),
            new LocalControl(node, table),
            new LocalFiles(node, table, work, images.Snapshots),
            new LocalImages(system, node, images, table, events),
            new LocalVolumes(node, volumes, table, events),
            new LocalNode(settings.Name, report, capacity, ticketKey),
            events);
        return new NodeHost(node, table, engine, runtime, images);
    }

    private static async Task<ImmutableArray<ImageHolder>> HoldersAsync(IActorRef node, string digest)
    {
        try
        {
            return (await node.Ask<HoldersAre>(new FindHolders(digest), FindWithin).ConfigureAwait(false)).Holders;
        }
        catch (AskTimeoutException)
        {
            return [];      // the control host is away: the registry is tried
        }
    }

    /// <summary>Closes the session politely; containers go on unless they are to be stopped first.</summary>
    public async Task LeaveAsync(bool stopContainers, CancellationToken cancel = default)
    {
        if (stopContainers)
        {
            var running = _table.All.Where(entry => entry.IsRunning);
            await Task.WhenAll(running.Select(entry => Engine.Containers.StopAsync(entry.Id, null, cancel))).ConfigureAwait(false);
        }
        try
        {
            await _node.Ask<SessionLeft>(new LeaveSession("the agent stops"), LeaveWithin, cancel).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // Not heard: the lease ends by itself.
        }
    }

    /// <summary>Lets go of everything; containers go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _node.GracefulStop(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await _runtime.DisposeAsync().ConfigureAwait(false);
        _images.Dispose();
    }
}
