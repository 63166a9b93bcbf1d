using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Workers;
using Decided = Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Door;

/// <summary>
/// A node's session. It opens for the scheduler once the node's report and all its facts have come; then assignments go out
/// and facts come in, each numbered; what is lost is repeated by its sender.
/// </summary>
internal sealed class WorkerSession : Session
{
    private static readonly TimeSpan GapPatience = TimeSpan.FromSeconds(1);

    private readonly FactIntake _facts;
    private readonly Dictionary<long, string> _resolving = [];
    private readonly Queue<FactBatch> _due = [];
    private NodeReport? _report;
    private NodeUsage? _usage;
    private long _reportNumber;
    private long _resolveNumber;
    private TimeSpan? _gapSince;
    private bool _opened;

    private WorkerSession(DoorContext door, SessionOpening opening)
        : base(door, opening, door.WorkerCredits)
    {
        _facts = new FactIntake(Number);
        Receive<ReportNode>(OnReport);
        Receive<Facts>(message => OnFacts(message.Batch));
        Receive<AssignmentAck>(ack => ack.Session == Number, ack => Heard(ack.Number));
        Receive<Protocol.Workers.WholeWanted>(
            wanted => wanted.Session == Number && _opened, _ => Door.Gate.Post(new Decided.WholeWanted(Id, Number)));
        Receive<Protocol.Workers.ImageResolved>(OnResolved);
        Receive<FindImage>(find => Door.Gate.Read(find,
            machine => new Found(find.Number, find.Digest, machine.ImageHolders(find.Digest)), Self));

        Receive<SendAssignments>(send => Say(new Assign(WithTickets(send.Set))));
        Receive<AcknowledgeFacts>(message => Acknowledge(message.Number));
        Receive<Decided.ResolveImage>(OnResolve);
        Receive<Found>(found => Say(new ImageHolders(found.Number, found.Digest, Ticketed(found.Holders, found.Digest))));
    }

    public static Props Props(DoorContext door, SessionOpening opening) => ActorFactory.Props(() => new WorkerSession(door, opening));

    protected override void OnHeard(Heartbeat heartbeat)
    {
        _usage = heartbeat.Usage ?? _usage;
        Heard(heartbeat.AssignmentNumber);
    }

    protected override void OnEnd(Ending ending)
    {
        Door.Gate.DetachNode(Id, Number);
        if (ending != Ending.Replaced) Door.Nodes.Forget(Id);
        if (!_opened || ending == Ending.EpochOver) return;
        if (ending == Ending.Goodbye) Door.Gate.Post(new SessionClosed(Id, Number));
        else Door.Gate.Post(new SessionLost(Id, Number, Door.Clock.GetUtcNow() - (Door.BootNow - Host.LastHeard)));
    }

    private void Heard(long assignmentNumber)
    {
        if (_opened) Door.Gate.Post(new NodeHeard(Id, Number, _usage, assignmentNumber));
    }

    private void OnReport(ReportNode message)
    {
        if (message.Report.Name != Id)
        {
            Log.Warning("the worker '{0}' reports for a node '{1}': not believed", Id, message.Report.Name);
            return;
        }
        Say(new ReportAck(message.Number));
        if (message.Number <= _reportNumber) return;

        (_reportNumber, _report) = (message.Number, message.Report);
        Door.Nodes.Learn(message.Report);
        if (_opened) Door.Gate.Post(new NodeReportChanged(Id, Number, message.Report));
        OpenWhenComplete();
    }

    private void OnFacts(FactBatch batch)
    {
        if (_facts.IsKnown(batch)) Say(new FactsAck(Number, _facts.Acknowledged));
        foreach (var next in _facts.Take(batch)) _due.Enqueue(next);
        OpenWhenComplete();
        PostDue();

        if (!_facts.HasGap) _gapSince = null;
        else _gapSince ??= Door.BootNow;
    }

    protected override void OnChecked()
    {
        if (_facts.IsOverfull || (_gapSince is { } since && Door.BootNow - since > GapPatience))
            End(Ending.Gap, "some of its facts were lost");
    }

    private void OpenWhenComplete()
    {
        if (_opened || _report is not { } report || _facts.Whole is not { } facts) return;
        _opened = true;
        Door.Gate.AttachNode(Id, Number, Self);
        Door.Gate.Post(new SessionOpened(Id, Number, report, facts, _facts.WholeNumber));
        PostDue();
    }

    // Facts that came after the whole but before the report must wait: the scheduler does not know the session yet.
    private void PostDue()
    {
        while (_opened && _due.TryDequeue(out var next)) Door.Gate.Post(new FactsArrived(Id, next));
    }

    private void Acknowledge(long number)
    {
        _facts.Acknowledge(number);
        Say(new FactsAck(Number, _facts.Acknowledged));
    }

    private void OnResolve(Decided.ResolveImage resolve)
    {
        _resolving[++_resolveNumber] = resolve.Reference;
        Say(new Protocol.Workers.ResolveImage(_resolveNumber, resolve.Reference));
    }

    private void OnResolved(Protocol.Workers.ImageResolved resolved)
    {
        if (!_resolving.Remove(resolved.Number, out string? reference)) return;
        Door.Gate.Post(new Decided.ImageResolved(reference, resolved.Digest.Length > 0 ? resolved.Digest : null, resolved.Error));
    }

    private AssignmentSet WithTickets(AssignmentSet set) => set with
    {
        Images = [.. set.Images.Select(image => image with { Holders = Ticketed(image.Holders, image.Digest) })],
    };

    private ImmutableArray<ImageHolder> Ticketed(ImmutableArray<ImageHolder> holders, string digest) =>
        Door.Nodes.WithTickets(holders, digest, Door.Clock.GetUtcNow());

    private sealed record Found(long Number, string Digest, ImmutableArray<ImageHolder> Holders);
}
