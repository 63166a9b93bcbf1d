using Akka.Actor;
using Akka.Event;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Logging;

namespace Fleet.Node.Allocations;

/// <summary>
/// Parent of the containers' actors. One that fails is started again and adopts its container as a new agent would; one that
/// fails over and over is given up, and its container reported failed with the reason. The container itself goes on in either case.
/// </summary>
internal sealed class ContainersActor : ReceiveActor
{
    private const int Restarts = 5;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    private readonly ContainerContext _context;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, AllocationId> _ids = [];
    private readonly Dictionary<IActorRef, Exception> _faults = [];

    public ContainersActor(ContainerContext context)
    {
        _context = context;
        Receive<Adopt>(adopt => Make(adopt.Record, CreateRequest.Forgotten, []));
        Receive<BeginLocal>(begin => Make(begin.Record, begin.Request, []));
        Receive<BeginTask>(begin => Make(begin.Record, CreateRequest.None, begin.Holders));
        Receive<IForContainer>(Pass);
        Receive<SessionHolds>(message => { foreach (var child in _ids.Keys) child.Forward(message); });
        Receive<ContainerAdopted>(Context.Parent.Forward);
        Receive<ContainerChanged>(Context.Parent.Forward);
        Receive<ContainerGone>(OnGone);
        Receive<Terminated>(OnGivenUp);
    }

    public static Props Props(ContainerContext context) => ActorFactory.Props(() => new ContainersActor(context));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Restarts, Within, error =>
    {
        _faults[Sender] = error;
        return Directive.Restart;
    });

    private void Make(AllocationRecord record, CreateRequest request, IReadOnlyList<ImageHolder> holders)
    {
        string name = record.Id.ToString();
        if (!Context.Child(name).IsNobody()) return;        // asked for twice
        var child = Context.Watch(Context.ActorOf(ContainerActor.Props(_context, record, request, holders), name));
        _ids[child] = record.Id;
    }

    private void Pass(IForContainer message)
    {
        var child = Context.Child(message.Id.ToString());
        if (child.IsNobody() && message is not AssignmentIs && _context.Table.Get(message.Id) is { } entry)
        {
            // Its actor was given up; that somebody asks for it is worth another try.
            Make(entry.Record, CreateRequest.Forgotten, []);
            child = Context.Child(message.Id.ToString());
        }
        // Behind the pill nobody reads: one that is on its way out would leave the asker without an answer.
        if (_ids.ContainsKey(child)) child.Forward(message);
        else if (message is not AssignmentIs) Sender.Tell(new Status.Failure(new EngineException(EngineError.NotFound, $"no such container: {message.Id}")));
    }

    private void OnGone(ContainerGone gone)
    {
        // Unwatched first: this end is no failure. The pill is behind whatever still waits for an answer.
        Context.Unwatch(Sender);
        _ids.Remove(Sender);
        _faults.Remove(Sender);
        Sender.Tell(PoisonPill.Instance);
        Context.Parent.Forward(gone);
    }

    private void OnGivenUp(Terminated ended)
    {
        if (!_ids.Remove(ended.ActorRef, out var id)) return;
        _faults.Remove(ended.ActorRef, out var fault);
        if (_context.Table.Get(id) is not { } entry) return;
        string why = $"the engine could not look after it: {fault?.Message ?? "unknown"}; restart the agent to try again";
        _log.Error(fault, "container {0} (allocation {1}) given up: {2}", entry.Name, LogField.Allocation(id), why);
        var status = entry.Status with { Phase = Phase.Exited, ExitCode = null, Pid = 0, FinishedAt = _context.Time.GetUtcNow(), Message = why };
        _context.Table.Put(entry with { Status = status });
        Context.Parent.Tell(new ContainerAdopted(entry.Record, status.ToFact(id)));
        Context.Parent.Tell(new ContainerChanged(entry.Record, status.ToFact(id)));
    }
}

/// <summary>Take up a container of an earlier agent.</summary>
internal sealed record Adopt(AllocationRecord Record);
