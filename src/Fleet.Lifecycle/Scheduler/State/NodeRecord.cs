using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>A node that was ever heard of.</summary>
internal sealed class NodeRecord(string name, int row)
{
    public string Name { get; } = name;

    /// <summary>In the node table.</summary>
    public int Row { get; } = row;

    public NodeState State { get; set; } = NodeState.Disconnected;

    /// <summary>When <see cref="State"/> last changed, and why.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public string Why { get; set; } = "";

    /// <summary>The operator's.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; set; } = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Slots of its live allocations.</summary>
    public List<int> Live { get; } = [];

    // What follows is of this incarnation and not persisted.

    public NodeReport? Report { get; set; }

    public NodeUsage? Usage { get; set; }

    public DateTimeOffset LastHeard { get; set; }

    /// <summary>Null while it has none.</summary>
    public NodeSession? Session { get; set; }

    public long LatestSession { get; set; }

    /// <summary>While the facts of a new session are taken in: how long the node had not been heard before; else zero.</summary>
    public TimeSpan SilentFor { get; set; }

    /// <summary>When the next of its allocations counts as lost; only while it has no session.</summary>
    public DateTimeOffset NextLost { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Allocations that run on it though their end is decided; what they take is not free yet.</summary>
    public Dictionary<ulong, Ghost> Ghosts { get; } = [];

    /// <summary>Ghosts that ended in this session: what is told of them later is old.</summary>
    public HashSet<ulong> Gone { get; } = [];
}

internal readonly record struct Ghost(Resources Needs, ImmutableArray<AssignedPort> Ports);
