using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>
/// Facts on their way from a node. Numbers count 1, 2, 3... within a session. The first batches of a session are
/// <see cref="Whole"/>: they name everything that runs on the node and every end not yet acknowledged.
/// </summary>
public sealed record FactBatch
{
    public required long Session { get; init; }

    public required long Number { get; init; }

    /// <summary>Part of what opens the session. Numbered from 1, and repeated unchanged until acknowledged: any copies of all parts make the whole.</summary>
    public bool Whole { get; init; }

    /// <summary>The last part of the whole; true for every later batch.</summary>
    public bool Completes { get; init; }

    public ImmutableArray<AllocationFact> Facts { get; init; } = [];
}
