using Akka.Actor;
using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Scheduler;

/// <summary>An object that the scheduler's actor and the door's sessions both know.</summary>
internal sealed class SchedulerGate : ISchedulerGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = New();
    private volatile Holder? _holder;
    private long _session;
    private int _living;

    public long Epoch => _holder?.Epoch ?? 0;

    public string Trouble { get; private set; } = "";

    /// <summary>A scheduler's actor is here, though it may still be recovering.</summary>
    public bool HasActor => Volatile.Read(ref _living) > 0;

    /// <summary>Done while a scheduler is here.</summary>
    public Task Opened
    {
        get
        {
            lock (_lock) return _opened.Task;
        }
    }

    public long NextSession() => Interlocked.Increment(ref _session);

    public void Post(SchedulerInput input) => Tell(new Post(input));

    public void Carry(Command command, IActorRef replyTo) => Tell(new Carry(command, replyTo));

    public void Read(object subject, Func<SchedulerMachine, object> view, IActorRef replyTo) => Tell(new Read(subject, view, replyTo));

    public void AttachNode(string node, long number, IActorRef session) => Tell(new AttachNode(node, number, session));

    public void DetachNode(string node, long number) => Tell(new DetachNode(node, number));

    public void Watch(IActorRef watcher) => Tell(new Watch(watcher));

    public void Unwatch(IActorRef watcher) => Tell(new Unwatch(watcher));

    /// <summary>The scheduler's beginning is persisted: it may be spoken to.</summary>
    public void Open(long epoch, IActorRef scheduler)
    {
        lock (_lock)
        {
            _holder = new Holder(epoch, scheduler);
            Trouble = "";
            _opened.TrySetResult();
        }
    }

    /// <summary>The scheduler of this reference is no more; another's opening stays as it is.</summary>
    public void Close(IActorRef scheduler)
    {
        lock (_lock)
        {
            if (_holder?.Scheduler.Equals(scheduler) != true) return;
            _holder = null;
            _opened = New();
        }
    }

    public void Started() => Interlocked.Increment(ref _living);

    public void Stopped() => Interlocked.Decrement(ref _living);

    /// <summary>The scheduler has failed and will be tried again.</summary>
    public void Fail(string why) => Trouble = why;

    private void Tell(object message) => _holder?.Scheduler.Tell(message, ActorRefs.NoSender);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Holder(long Epoch, IActorRef Scheduler);
}
