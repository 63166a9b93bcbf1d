using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

/// <summary>What a node has to do next; at most one step per allocation at a time.</summary>
public abstract record NodeOutput;

/// <param name="Holders">Nodes to fetch the image from, before a registry is asked; may be empty.</param>
public sealed record StartAllocation(Assignment Assignment, JobVersion Version, ImmutableArray<ImageHolder> Holders) : NodeOutput
{
    public TaskGroup Group => Version.Spec.Groups.First(group => group.Name == Assignment.Group);
}

/// <summary>From now on all containers of a job may use so much together: those that run, and those that later outputs start.</summary>
public sealed record LimitJob(JobLimits Limits) : NodeOutput;

/// <summary>Stop signal, then SIGKILL after <paramref name="Grace"/>; before the start: do not start it. Its end comes back as a fact either way.</summary>
public sealed record StopAllocation(AllocationId Id, TimeSpan Grace) : NodeOutput;

/// <summary>Delete what is left of an ended allocation, with its log; <see cref="AllocationGone"/> when done.</summary>
public sealed record RemoveAllocation(AllocationId Id) : NodeOutput;

public sealed record SendFacts(FactBatch Batch) : NodeOutput;

/// <summary>Assignments up to this number are taken in; also the number for heartbeats.</summary>
public sealed record AcknowledgeAssignments(long Session, long Number) : NodeOutput;

/// <summary>A number is missing: ask for everything again.</summary>
public sealed record AskForWhole(long Session) : NodeOutput;

/// <summary>Something was not obeyed; to be logged.</summary>
public sealed record Refused(string Why) : NodeOutput;
