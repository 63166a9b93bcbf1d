using Akka.Actor;
using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Scheduler;

/// <summary>
/// The way from the door into the scheduler, when that lives in this process. The two are in different actor systems: what is
/// told here crosses as an object, and answers come back to the <c>replyTo</c> of the caller as messages without a sender.
/// What is told while no scheduler is here is lost; callers end with their epoch anyway.
/// </summary>
internal interface ISchedulerGate
{
    /// <summary>Of the scheduler that lives here; 0 while none does, or it has not recorded its beginning.</summary>
    long Epoch { get; }

    /// <summary>Why no scheduler is here although one should be, in words; empty when there is nothing to say.</summary>
    string Trouble { get; }

    /// <summary>A number for a session, above all earlier ones of this process.</summary>
    long NextSession();

    void Post(SchedulerInput input);

    /// <summary>Answered by one <see cref="Reply"/>, once the effect is persisted.</summary>
    void Carry(Command command, IActorRef replyTo);

    /// <summary>
    /// Answered by what <paramref name="view"/> returns, or by <see cref="ReadFailed"/> with <paramref name="subject"/>. The view
    /// sees persisted state only and must not keep the machine.
    /// </summary>
    void Read(object subject, Func<SchedulerMachine, object> view, IActorRef replyTo);

    /// <summary>What the scheduler sends to this node (<see cref="SchedulerOutput"/>) goes to <paramref name="session"/> from now on.</summary>
    void AttachNode(string node, long number, IActorRef session);

    void DetachNode(string node, long number);

    /// <summary><see cref="Published"/> from now on.</summary>
    void Watch(IActorRef watcher);

    void Unwatch(IActorRef watcher);
}
