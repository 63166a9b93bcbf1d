using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>
/// What the scheduler persists. The state is the fold of these and nothing else, so an event says what was decided, not
/// what to decide: a later version of the rules replays an old journal to the same state.
/// </summary>
public abstract record SchedulerEvent(DateTimeOffset Time);

public sealed record IncarnationStarted(long Epoch, DateTimeOffset Time) : SchedulerEvent(Time);

/// <param name="Version">Images by digest; its number is one more than the job's last.</param>
public sealed record JobAccepted(JobVersion Version, DateTimeOffset Time) : SchedulerEvent(Time);

public sealed record JobScaled(string Job, string Group, int Replicas, DateTimeOffset Time) : SchedulerEvent(Time);

public sealed record JobStopped(string Job, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>The job is over and its retention too: all of it is forgotten.</summary>
public sealed record JobCollected(string Job, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>The records of a job's ended allocations are forgotten; which replicas are complete or failed is not.</summary>
public sealed record RecordsCollected(string Job, DateTimeOffset Time) : SchedulerEvent(Time);

/// <param name="VersionNumber">The version of the job that the replicas are started with.</param>
public sealed record AllocationsPlaced(
    string Job, string Group, long VersionNumber, ImmutableArray<Placement> Placements, DateTimeOffset Time) : SchedulerEvent(Time);

/// <param name="Ports">Default (not merely empty) when the group asks for none.</param>
/// <param name="Reason">Why there, in words; shared by the placements of a batch.</param>
public readonly record struct Placement(
    AllocationId Id, int Index, int Attempt, string Node, ImmutableArray<AssignedPort> Ports, string Reason);

/// <summary>Allocations of one group that are to be stopped; there is no way back.</summary>
public sealed record AllocationsStopping(
    string Job, string Group, ImmutableArray<AllocationId> Ids, StopCause Cause, DateTimeOffset Time) : SchedulerEvent(Time);

public enum StopCause
{
    None,
    JobStopped,
    ScaledDown,

    /// <summary>A newer version of its group takes its place.</summary>
    Updated,

    /// <summary>A batch replica over its time limit: its end counts as a failure.</summary>
    TimeLimit,
}

public sealed record AllocationUp(AllocationId Id, DateTimeOffset StartedAt, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>The one end of an allocation that counts.</summary>
/// <param name="NotBefore">For <see cref="Outcome.Again"/> and <see cref="Outcome.AgainUncounted"/>: when the replica may start again.</param>
/// <param name="Step">How often the back-off has doubled; 0 after a long enough run.</param>
public sealed record AllocationEnded(
    AllocationFact Fact, Outcome Outcome, DateTimeOffset NotBefore, int Step, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>What the end of an allocation means for its replica.</summary>
public enum Outcome
{
    /// <summary>It was told to stop, or nobody wants the replica any more.</summary>
    Stopped,

    /// <summary>The replica has done its work and never runs again.</summary>
    Complete,

    /// <summary>The replica is out of attempts.</summary>
    Failed,

    /// <summary>The replica is to run again, and one of its attempts is used up.</summary>
    Again,

    /// <summary>The node is to blame (lost, rebooted): the replica is to run again, and no attempt is used up.</summary>
    AgainUncounted,
}

/// <summary>Replicas of a group have no node, for another reason than before (numbers in the reason aside).</summary>
public sealed record GroupPending(string Job, string Group, int Replicas, string Reason, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>A node's session opened or ended, or the volumes it holds changed.</summary>
/// <param name="Why">In words, for a node that is disconnected.</param>
public sealed record NodeChanged(
    string Node, NodeState State, ImmutableArray<string> Volumes, string Why, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>The replicas on a disconnected node count as lost from now on, whether or not others can take their place.</summary>
public sealed record AllocationsLost(ImmutableArray<AllocationId> Ids, string Why, DateTimeOffset Time) : SchedulerEvent(Time);

/// <param name="Value">Null: the operator's label is taken away.</param>
public sealed record NodeLabelled(string Node, string Key, string? Value, DateTimeOffset Time) : SchedulerEvent(Time);

/// <summary>The answer to a command that was carried out; kept for 24 h.</summary>
public sealed record RequestRemembered(RequestKey Request, Answer Answer, DateTimeOffset Time) : SchedulerEvent(Time);
