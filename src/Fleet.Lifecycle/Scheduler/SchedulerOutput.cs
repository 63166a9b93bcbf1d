using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>What the scheduler has done by one step: events to persist as one group, and what may leave once they are.</summary>
/// <param name="Events">Empty when nothing has to be persisted; then <paramref name="Outputs"/> leave at once.</param>
public sealed record Turn(IReadOnlyList<SchedulerEvent> Events, IReadOnlyList<SchedulerOutput> Outputs)
{
    public static readonly Turn Nothing = new([], []);
}

/// <summary>What leaves the scheduler.</summary>
public abstract record SchedulerOutput;

public sealed record Reply(RequestKey Request, Answer Answer) : SchedulerOutput;

public sealed record SendAssignments(string Node, AssignmentSet Set) : SchedulerOutput;

/// <summary>
/// What this batch led to is persisted: the node need not tell its facts again. Of this batch alone (one before it may have
/// been lost), or of all parts of the whole when it is the last of them.
/// </summary>
public sealed record AcknowledgeFacts(string Node, long Session, long Number) : SchedulerOutput;

public sealed record Publish(JobEvent Event) : SchedulerOutput;

/// <summary>Ask this node to find the digest of an image's name in a registry; the answer is <see cref="ImageResolved"/>.</summary>
public sealed record ResolveImage(string Node, long Session, string Reference) : SchedulerOutput;
