using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>
/// What the scheduler wants of one node: everything at the start of a session (in one or more parts), increments after.
/// Numbers count 1, 2, 3... within a session; a node that misses one asks for everything again.
/// </summary>
public sealed record AssignmentSet
{
    /// <summary>Of the scheduler's incarnation; a node refuses an older one than it knows.</summary>
    public required long Epoch { get; init; }

    public required long Session { get; init; }

    public required long Number { get; init; }

    /// <summary>First part of the whole: what the node knew before counts no longer.</summary>
    public bool Begins { get; init; }

    /// <summary>Last part of the whole, from which on the node may act (and stop what it was not told of); true for every increment.</summary>
    public bool Completes { get; init; }

    public ImmutableArray<Assignment> Assignments { get; init; } = [];

    /// <summary>Allocations that the scheduler has done with: their end is persisted, or it never knew them. What of them still runs is to be stopped.</summary>
    public ImmutableArray<AllocationId> Dropped { get; init; } = [];

    /// <summary>Versions that the assignments name and that this session has not carried yet.</summary>
    public ImmutableArray<JobVersion> Versions { get; init; } = [];

    /// <summary>Limits of the jobs that the assignments belong to, where this session has not carried them yet; they hold until told anew.</summary>
    public ImmutableArray<JobLimits> JobLimits { get; init; } = [];

    /// <summary>Where in the cluster the images of <see cref="Versions"/> are.</summary>
    public ImmutableArray<ImageSource> Images { get; init; } = [];
}

/// <summary>The nodes that hold an image, the latest to import it first.</summary>
public sealed record ImageSource(string Digest, ImmutableArray<ImageHolder> Holders);

/// <param name="Ticket">Lets its bearer fetch from <paramref name="HttpAddress"/>; made from the holder's ticket key where the set is sent.</param>
public sealed record ImageHolder(string Node, string HttpAddress, string Ticket = "");
