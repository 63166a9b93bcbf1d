using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// What listings show. Reading changes nothing.
public sealed partial class SchedulerMachine
{
    /// <summary>By name.</summary>
    public ImmutableArray<JobView> Jobs() => throw new NotSupportedException();

    public JobView? Job(string name) => throw new NotSupportedException();

    /// <summary>The job's versions that are still known, the newest first.</summary>
    public ImmutableArray<JobVersion> History(string job) => throw new NotSupportedException();

    /// <summary>By group and index: the current allocation of every replica (also those pending, without id) and, if asked for, those that ended before.</summary>
    public ImmutableArray<AllocationView> Allocations(string job, bool withEnded = false) => throw new NotSupportedException();

    public AllocationView? Allocation(AllocationId id) => throw new NotSupportedException();

    /// <summary>By name.</summary>
    public ImmutableArray<NodeView> Nodes() => throw new NotSupportedException();

    /// <summary>Nodes with a session that hold the image, the latest to import it first; without tickets.</summary>
    public ImmutableArray<ImageHolder> ImageHolders(string digest) => throw new NotSupportedException();

    /// <summary>Of the last event; 0 before the first.</summary>
    public long Sequence => throw new NotSupportedException();

    /// <summary>Events after <paramref name="since"/>, of one job or (empty) of all. Those that are too old are missing: see <see cref="FirstSequence"/>.</summary>
    public ImmutableArray<JobEvent> Events(long since, string job = "") => throw new NotSupportedException();

    /// <summary>Of the oldest event that is still kept.</summary>
    public long FirstSequence => throw new NotSupportedException();
}
