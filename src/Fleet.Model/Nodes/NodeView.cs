using System.Collections.Immutable;

namespace Fleet.Model;

public enum NodeState
{
    /// <summary>Its session holds.</summary>
    Ready,

    /// <summary>Not heard of for longer than its lease.</summary>
    Disconnected,
}

/// <summary>A node as the scheduler sees it, for listings.</summary>
public sealed record NodeView
{
    public required NodeReport Report { get; init; }

    public required NodeState State { get; init; }

    /// <summary>The operator's labels laid over the node's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the scheduler gave away on it.</summary>
    public Resources Allocated { get; init; }

    public NodeUsage? Usage { get; init; }

    public DateTimeOffset LastHeard { get; init; }
}
