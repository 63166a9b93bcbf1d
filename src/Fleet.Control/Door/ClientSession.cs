using Akka.Actor;
using Akka.Event;
using Fleet.Control.Scheduler;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Request = Fleet.Protocol.Clients.Request;
using SubmitJobCommand = Fleet.Protocol.Clients.SubmitJob;
using SchedulerReply = Fleet.Lifecycle.Scheduler.Reply;
using Watch = Fleet.Protocol.Clients.Watch;
using Unwatch = Fleet.Protocol.Clients.Unwatch;

namespace Fleet.Control.Door;

/// <summary>A client's session: commands to the scheduler, queries from its memory, watches.</summary>
internal sealed class ClientSession : Session
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<string> _carrying = [];
    private readonly HashSet<long> _asking = [];
    private readonly Watches _watches = new();

    private ClientSession(DoorContext door, SessionOpening opening)
        : base(door, opening, door.ClientCredits)
    {
        Receive<Request>(OnRequest);
        Receive<IQuery>(OnQuery);
        Receive<Watch>(OnWatch);
        Receive<Unwatch>(OnUnwatch);

        Receive<SchedulerReply>(OnReply);
        Receive<Answered>(OnAnswered);
        Receive<ReadFailed>(OnReadFailed);
        Receive<WatchBegun>(OnWatchBegun);
        Receive<Published>(published => SayAll(_watches.Take(published.Events)));
    }

    public static Props Props(DoorContext door, SessionOpening opening) => ActorFactory.Props(() => new ClientSession(door, opening));

    protected override void OnHeard(Heartbeat heartbeat)
    {
    }

    protected override void OnChecked() => SayAll(_watches.Progress());

    protected override void OnEnd(Ending ending) => Door.Gate.Unwatch(Self);

    private void OnRequest(Request request)
    {
        if (request.RequestId.Length is 0 or > 64)
        {
            Say(new Protocol.Clients.Reply(request.RequestId, new Answer(AnswerStatus.Rejected, "a request id has 1 to 64 characters")));
            return;
        }
        if (request.Command is SubmitJobCommand submit && JobValidator.Validate(submit.Job) is { Count: > 0 } faults)
        {
            Say(new Protocol.Clients.Reply(request.RequestId, Faulty(submit.Job, faults)));
            return;
        }
        if (_carrying.Contains(request.RequestId)) return;     // repeated too early: its answer is on the way
        if (!Host.TryTake(1))
        {
            Say(new Protocol.Clients.Reply(request.RequestId, new Answer(AnswerStatus.Busy, Busy) { RetryAfter = RetryAfter }));
            return;
        }
        _carrying.Add(request.RequestId);
        Door.Gate.Carry(request.Command.ToInput(request.RequestId), Self);
    }

    private static Answer Faulty(Job job, IReadOnlyList<FieldError> faults) =>
        new(AnswerStatus.Rejected, $"job '{job.Name}' has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}") { Errors = [.. faults] };

    private void OnReply(SchedulerReply reply)
    {
        if (!_carrying.Remove(reply.Request.Id)) return;
        Host.GiveBack(1);
        Say(new Protocol.Clients.Reply(reply.Request.Id, reply.Answer));
    }

    private void OnQuery(IQuery query)
    {
        if (_asking.Contains(query.Number)) return;
        if (!Host.TryTake(1))
        {
            Say(new Problem(query.Number, ProblemKind.Busy, Busy, RetryAfter));
            return;
        }
        _asking.Add(query.Number);
        var view = new ClientViews(Door);
        Door.Gate.Read(query, machine => new Answered(view.Answer(machine, query)), Self);
    }

    private void OnAnswered(Answered answered)
    {
        if (!_asking.Remove(answered.Answer.Number)) return;
        Host.GiveBack(1);
        Say(answered.Answer);
    }

    private void OnReadFailed(ReadFailed failed)
    {
        if (failed.Subject is IQuery query) OnAnswered(new Answered(new Problem(query.Number, ProblemKind.Rejected, failed.Why, default)));
    }

    private void OnWatch(Watch watch)
    {
        if (!_watches.Add(watch.Number, watch.Job)) return;
        Door.Gate.Watch(Self);      // first, so that nothing falls between what is kept and what comes
        Door.Gate.Read(watch, machine => WatchBegun.From(machine, watch), Self);
    }

    private void OnUnwatch(Unwatch unwatch)
    {
        _watches.Remove(unwatch.Number);
        if (_watches.IsEmpty) Door.Gate.Unwatch(Self);
    }

    private void OnWatchBegun(WatchBegun begun) => SayAll(_watches.Begin(begun));

    private void SayAll(IEnumerable<WatchEvents> messages)
    {
        foreach (var message in messages) Say(message);
    }

    private string Busy => $"{Door.ClientCredits} requests of this client are in flight";

    private sealed record Answered(IQueryAnswer Answer);
}
