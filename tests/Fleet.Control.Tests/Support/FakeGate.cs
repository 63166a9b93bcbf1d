using System.Collections.Concurrent;
using Akka.Actor;
using Fleet.Control.Scheduler;
using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Tests.Support;

/// <summary>A gate with nobody behind it: what sessions tell it can be awaited.</summary>
internal sealed class FakeGate : ISchedulerGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<SchedulerInput> _posted = [];
    private long _session;
    private long _epoch = 7;

    public long Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    public string Trouble { get; set; } = "";

    public ConcurrentQueue<(Command Command, IActorRef ReplyTo)> Carried { get; } = [];

    public long NextSession() => Interlocked.Increment(ref _session);

    public void Post(SchedulerInput input) => _posted.Add(input);

    public void Carry(Command command, IActorRef replyTo) => Carried.Enqueue((command, replyTo));

    public void Read(object subject, Func<SchedulerMachine, object> view, IActorRef replyTo)
    {
    }

    public void AttachNode(string node, long number, IActorRef session)
    {
    }

    public void DetachNode(string node, long number)
    {
    }

    public void Watch(IActorRef watcher)
    {
    }

    public void Unwatch(IActorRef watcher)
    {
    }

    /// <summary>The next input but for heartbeats.</summary>
    public T Next<T>()
        where T : SchedulerInput
    {
        while (_posted.TryTake(out var input, Patience))
            if (input is not NodeHeard || typeof(T) == typeof(NodeHeard)) return Assert.IsType<T>(input);
        throw new TimeoutException($"no {typeof(T).Name} was posted");
    }

    public int Waiting => _posted.Count;
}
