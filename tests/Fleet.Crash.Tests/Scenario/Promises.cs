using System.Collections.Immutable;

namespace Fleet.Crash.Tests.Scenario;

/// <summary>What users were told by a moment: it must hold after a crash at any later one.</summary>
internal sealed record Promises
{
    public ImmutableHashSet<string> Images { get; init; } = [];

    public ImmutableHashSet<string> Volumes { get; init; } = [];

    public ImmutableHashSet<string> Jobs { get; init; } = [];

    public ImmutableDictionary<string, ContainerPromise> Containers { get; init; } = ImmutableDictionary<string, ContainerPromise>.Empty;

    /// <summary>Names of containers that were removed.</summary>
    public ImmutableHashSet<string> Gone { get; init; } = [];

    public bool AreNone => Images.IsEmpty && Volumes.IsEmpty && Jobs.IsEmpty && Containers.IsEmpty && Gone.IsEmpty;

    public Promises With(string container, ContainerPromise promise) => this with { Containers = Containers.SetItem(container, promise) };

    /// <summary>It is being removed: whether it is there or not is open.</summary>
    public Promises Without(string container) => this with { Containers = Containers.Remove(container) };
}

/// <param name="Started">It ran, so nothing may run it again without being told to.</param>
/// <param name="ExitCode">How it ended; null: not yet told.</param>
internal sealed record ContainerPromise(bool Started = false, int? ExitCode = null);
