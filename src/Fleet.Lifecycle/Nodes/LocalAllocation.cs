using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

/// <summary>One allocation on the node.</summary>
internal sealed class LocalAllocation(Assignment assignment, JobVersion version, AllocationFact fact)
{
    public Assignment Assignment { get; set; } = assignment;

    public JobVersion Version { get; } = version;

    public AllocationFact Fact { get; set; } = fact;

    /// <summary>It was told to stop: there is no way back.</summary>
    public bool Stopping { get; set; }

    /// <summary>Its removal was asked for.</summary>
    public bool Removing { get; set; }

    /// <summary>The scheduler still lists it.</summary>
    public bool Assigned { get; set; } = true;

    /// <summary>The scheduler has not acknowledged its latest fact.</summary>
    public bool Unreported { get; set; } = true;

    /// <summary>The batch that carried its latest fact last; 0 when none has yet.</summary>
    public long SentIn { get; set; }

    public bool HasEnded => Fact.Phase >= Phase.Exited;

    public TimeSpan Grace =>
        Version.Spec.Groups.FirstOrDefault(group => group.Name == Assignment.Group)?.Container.StopGracePeriod ?? TimeSpan.FromSeconds(10);
}
