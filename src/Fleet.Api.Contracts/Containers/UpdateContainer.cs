using Fleet.Model;

namespace Fleet.Api.Contracts.Containers;

/// <summary>New limits and a new restart policy of a container; what is left out stays as it is.</summary>
public sealed record UpdateContainer
{
    public ContainerLimits Limits { get; init; } = new();

    /// <summary>In docker's words: no, on-failure[:N], always, unless-stopped; null stays.</summary>
    public string? Restart { get; init; }
}
