using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

/// <summary>What may happen to a node, as far as its assignments go.</summary>
public abstract record NodeInput;

/// <summary>A door has welcomed the node. Leads to the whole facts.</summary>
public sealed record SessionBegan(long Session, long Epoch) : NodeInput;

public sealed record SessionEnded : NodeInput;

public sealed record AssignmentsArrived(AssignmentSet Set) : NodeInput;

/// <summary>A container of an allocation reached another phase, or something of its fact changed.</summary>
public sealed record FactSeen(AllocationFact Fact) : NodeInput;

/// <summary>An allocation is gone with its log and writable layer, as <see cref="RemoveAllocation"/> asked.</summary>
public sealed record AllocationGone(AllocationId Id) : NodeInput;

/// <summary>The scheduler has persisted what the facts of this batch led to, and of the whole that opened the session.</summary>
public sealed record FactsAcknowledged(long Session, long Number) : NodeInput;

/// <summary>Time passed; due at <see cref="NodeMachine.NextWake"/>.</summary>
public sealed record NodeTick : NodeInput
{
    public static readonly NodeTick Instance = new();
}

/// <summary>An allocation that the agent found on its node when it started, with what it knows of it.</summary>
/// <param name="Assignment">As it was last received, with its epoch.</param>
public sealed record AdoptedAllocation(Assignment Assignment, JobVersion Version, AllocationFact Fact);
