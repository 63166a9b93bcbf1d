using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>The scheduler's persisted state at one moment.</summary>
public sealed record SchedulerSnapshot
{
    public required long Epoch { get; init; }

    /// <summary>Of the last allocation placed.</summary>
    public required ulong LastSerial { get; init; }

    /// <summary>Of the last event published.</summary>
    public required long Sequence { get; init; }

    public ImmutableArray<JobSnapshot> Jobs { get; init; } = [];

    public ImmutableArray<NodeSnapshot> Nodes { get; init; } = [];

    public ImmutableArray<RequestRemembered> Requests { get; init; } = [];

    public ImmutableArray<JobEvent> Events { get; init; } = [];
}

/// <param name="OverSince">When the job was seen to be over (complete, failed, stopped); null while it is not.</param>
public sealed record JobSnapshot(
    ImmutableArray<JobVersion> Versions, bool Stopped, DateTimeOffset SubmittedAt, DateTimeOffset? OverSince, JobState State,
    ImmutableArray<GroupSnapshot> Groups);

/// <param name="VersionNumber">The version in which the group's task last changed.</param>
/// <param name="Retired">The current version has no such group.</param>
public sealed record GroupSnapshot(
    string Name, TaskGroup Spec, long VersionNumber, int Wanted, bool Retired,
    ImmutableArray<ReplicaSnapshot> Replicas);

/// <param name="Allocations">The live one first, if there is one, then those that ended, the newest first.</param>
public readonly record struct ReplicaSnapshot(
    int Index, ReplicaState State, int Attempt, int Used, int Step, DateTimeOffset NotBefore, ImmutableArray<AllocationSnapshot> Allocations);

/// <summary>What the scheduler holds of a replica, whether or not it has an allocation.</summary>
public enum ReplicaState : byte
{
    /// <summary>To run, if it is within the wanted count.</summary>
    Wanted,
    Complete,
    Failed,
}

/// <param name="UpAt">When the scheduler learned that it runs.</param>
/// <param name="StartedAt">As the node says.</param>
/// <param name="End">Null while it is live.</param>
public readonly record struct AllocationSnapshot(
    AllocationId Id, int Attempt, string Node, long VersionNumber, Resources Needs, ImmutableArray<AssignedPort> Ports, string Reason,
    StopCause Stop, bool Lost, DateTimeOffset PlacedAt, DateTimeOffset? UpAt, DateTimeOffset? StartedAt, AllocationFact? End, Outcome Outcome);

public sealed record NodeSnapshot(
    string Name, NodeState State, ImmutableArray<string> Volumes, DateTimeOffset ChangedAt, string Why, ImmutableSortedDictionary<string, string> Labels);
