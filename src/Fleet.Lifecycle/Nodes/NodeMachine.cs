using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

public sealed record NodeOptions
{
    /// <summary>Ended allocations kept with their logs, per job.</summary>
    public int KeepEnded { get; init; } = 5;

    /// <summary>When facts that were not acknowledged are sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>About how many bytes of facts one batch may take; a single larger one (a result of 64 KB) travels alone.</summary>
    public int BatchBytes { get; init; } = 48 * 1024;
}

/// <summary>
/// Compares what the scheduler wants of a node with what is on it, and takes one step per allocation towards it. Knows
/// nothing of local users' containers. Not thread-safe.
/// </summary>
public sealed partial class NodeMachine
{
    public NodeMachine(NodeOptions options, IEnumerable<AdoptedAllocation> adopted) => throw new NotSupportedException();

    /// <summary>The highest that was ever seen here.</summary>
    public long Epoch => throw new NotSupportedException();

    /// <summary>Null when only an input can change anything.</summary>
    public DateTimeOffset? NextWake => throw new NotSupportedException();

    /// <summary>The last assignment number taken in, for heartbeats; 0 outside a session and until the whole has come.</summary>
    public long AssignmentNumber => throw new NotSupportedException();

    /// <summary>Every allocation on the node, running or ended, by id.</summary>
    public ImmutableArray<AdoptedAllocation> Allocations => throw new NotSupportedException();

    public IReadOnlyList<NodeOutput> Step(NodeInput input, DateTimeOffset now) => throw new NotSupportedException();
}
