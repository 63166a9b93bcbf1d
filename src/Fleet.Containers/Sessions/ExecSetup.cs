using Fleet.Containers.Spec;

namespace Fleet.Containers.Sessions;

/// <summary>A further command in a running container.</summary>
public sealed record ExecSetup
{
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>Laid over the container's own environment, <c>K=V</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Null: the container's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Null: the container's; else as <see cref="ContainerSetup.User"/>.</summary>
    public string? User { get; init; }

    public bool OpenStdin { get; init; }

    /// <summary>Its output goes nowhere, and it outlives the session.</summary>
    public bool Detached { get; init; }

    /// <summary>Not null: on a terminal of this size.</summary>
    public ConsoleSize? Terminal { get; init; }
}
