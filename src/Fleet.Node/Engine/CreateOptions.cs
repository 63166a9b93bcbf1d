using System.Collections.Immutable;

namespace Fleet.Node.Engine;

public enum PullPolicy
{
    /// <summary>Pull what is not here.</summary>
    Missing,
    Always,
    Never,
}

/// <summary>What a local user says of a container beside its <see cref="Fleet.Model.ContainerSpec"/>.</summary>
public sealed record CreateOptions
{
    /// <summary>Letters, digits, '_', '.', '-', from a letter or digit on; null: one is made up.</summary>
    public string? Name { get; init; }

    public RestartRule Restart { get; init; } = RestartRule.No;

    /// <summary>Remove it, with its anonymous volumes, when it has exited.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>NAME[:ro|rw] of containers whose volumes and binds it gets as well.</summary>
    public ImmutableArray<string> VolumesFrom { get; init; } = [];

    public PullPolicy Pull { get; init; }

    /// <summary>Size of the terminal at its start, where the spec asks for one.</summary>
    public TerminalSize? TerminalSize { get; init; }
}

public sealed record TerminalSize(uint Rows, uint Columns);
