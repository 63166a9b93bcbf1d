using Akka.Actor;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;
using Fleet.Node.ImageSupply;
using Fleet.Node.Recipe;
using Fleet.Node.Records;
using Fleet.Node.Session;
using Fleet.Protocol.Actors;

namespace Fleet.Node;

/// <summary>How the node's children are made, and what an earlier agent left.</summary>
internal sealed record NodeTree(
    Func<IActorRef, Props> Containers, Props Images, Props Capacity, Props Session, Func<IReadOnlyList<AllocationRecord>> Left,
    TaskCompletionSource Ready, RecordStore Records, ContainerTable Table, UserRanges Ranges)
{
    /// <summary>Who watches what containers run into; null for nobody.</summary>
    public Props? Incidents { get; init; }
}

/// <summary>
/// The root of one host's actors, /user/node: takes up what an earlier agent left, then opens the session; passes on between
/// containers, session and local users.
/// </summary>
internal sealed class NodeActor : ReceiveActor
{
    private readonly NodeTree _tree;
    private readonly IActorRef _images;
    private readonly IActorRef _containers;
    private readonly IReadOnlyList<AllocationRecord> _left;
    private readonly HashSet<AllocationId> _awaited;
    private IActorRef _session = ActorRefs.Nobody;
    private IActorRef _capacity = ActorRefs.Nobody;

    public NodeActor(NodeTree tree)
    {
        _tree = tree;
        _images = Context.ActorOf(tree.Images, "images");
        _containers = Context.ActorOf(tree.Containers(_images), "containers");
        _left = tree.Left();
        _awaited = [.. _left.Select(record => record.Id)];

        Receive<IForContainer>(_containers.Forward);
        Receive<BeginLocal>(_containers.Forward);
        Receive<BeginTask>(OnTask);
        Receive<SessionHolds>(_containers.Forward);
        Receive<WantImage>(_images.Forward);
        Receive<UnwantImage>(_images.Forward);
        Receive<ContainerAdopted>(adopted => { if (_awaited.Remove(adopted.Record.Id)) GoOnIfComplete(); });
        Receive<ContainerChanged>(OnChanged);
        Receive<ContainerGone>(OnGone);
        Receive<ImagesChanged>(_ => _capacity.Tell(SomethingChanged.Instance));
        Receive<SomethingChanged>(_ => _capacity.Tell(SomethingChanged.Instance));
        Receive<ReportIs>(report => _session.Tell(report));
        Receive<UsageNow>(usage => _session.Tell(usage));
        Receive<LeaveSession>(leave => _session.Forward(leave));
        Receive<FindHolders>(find => { if (_session.IsNobody()) Sender.Tell(HoldersAre.None); else _session.Forward(find); });
    }

    public static Props Props(NodeTree tree) => ActorFactory.Props(() => new NodeActor(tree));

    protected override void PreStart()
    {
        foreach (var record in _left) _containers.Tell(new Adopt(record));
        GoOnIfComplete();
    }

    private void GoOnIfComplete()
    {
        if (_awaited.Count > 0 || !_session.IsNobody()) return;
        _session = Context.ActorOf(_tree.Session, "session");
        _capacity = Context.ActorOf(_tree.Capacity, "capacity");
        if (_tree.Incidents is { } incidents) Context.ActorOf(incidents, "incidents");
        _tree.Ready.TrySetResult();
    }

    private void OnTask(BeginTask begin)
    {
        if (_tree.Table.Get(begin.Record.Id) is not null) return;
        try
        {
            var record = _tree.Table.Add(begin.Record, _tree.Ranges);
            _tree.Records.Save(record);
            _containers.Tell(begin with { Record = record });
        }
        catch (Exception e) when (e is IOException or EngineException)
        {
            // Nothing was begun: the scheduler hears why and decides.
            _tree.Table.Remove(begin.Record.Id);
            var end = new ContainerStatus { Phase = Phase.Exited, ExitCode = 125, FinishedAt = begin.Record.CreatedAt, Message = $"it cannot be written down: {e.Message}" };
            _session.Tell(new ContainerChanged(begin.Record, end.ToFact(begin.Record.Id)));
        }
    }

    private void OnChanged(ContainerChanged changed)
    {
        if (changed.Record.Assignment is not null) _session.Tell(changed);
        else _capacity.Tell(SomethingChanged.Instance);
    }

    private void OnGone(ContainerGone gone)
    {
        if (gone.Record.Assignment is not null) _session.Tell(gone);
        _capacity.Tell(SomethingChanged.Instance);
    }
}
