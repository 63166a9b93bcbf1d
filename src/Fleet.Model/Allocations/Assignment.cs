using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>A port that the scheduler gave to an allocation.</summary>
public sealed record AssignedPort(string Name, int Number, PortProtocol Protocol = PortProtocol.Tcp);

/// <summary>What the scheduler wants of one allocation on one node. The job's version itself travels once, by digest.</summary>
/// <param name="Epoch">Of the scheduler's incarnation that decided it last; a node refuses an older one than it knows.</param>
/// <param name="Attempt">1 for the first run of this replica, counted up with every restart or re-placement.</param>
public sealed record Assignment(
    AllocationId Id, string Job, string Group, int Index, string JobVersion, int Attempt, long Epoch, Desired Desired,
    ImmutableArray<AssignedPort> Ports)
{
    /// <summary>JOB.GROUP.INDEX.</summary>
    public string Name => $"{Job}.{Group}.{Index}";
}

/// <summary>One accepted version of a job: immutable, named by the digest of its canonical form, images by digest.</summary>
public sealed record JobVersion(string Digest, long Number, Job Spec);
