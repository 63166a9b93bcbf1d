using System.Collections.Immutable;
using Akka.Actor;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Control.Scheduler;

// What the gate tells the scheduler's actor.

internal sealed record Post(SchedulerInput Input);

internal sealed record Carry(Command Command, IActorRef ReplyTo);

internal sealed record Read(object Subject, Func<SchedulerMachine, object> View, IActorRef ReplyTo);

internal sealed record AttachNode(string Node, long Number, IActorRef Session);

internal sealed record DetachNode(string Node, long Number);

internal sealed record Watch(IActorRef Watcher);

internal sealed record Unwatch(IActorRef Watcher);

/// <summary>How the singleton manager ends it. Not PoisonPill, which a persistent actor would obey before its stash.</summary>
internal sealed record HandOver
{
    public static readonly HandOver Instance = new();
}

/// <summary>Events that were persisted by one turn, in order.</summary>
internal sealed record Published(ImmutableArray<JobEvent> Events);

/// <summary>A <see cref="Read"/> that failed.</summary>
internal sealed record ReadFailed(object Subject, string Why);
