using System.Collections.Immutable;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Records;

/// <summary>
/// What the node must still know of a container when its agent is another one: written before it is acted on. How far the
/// container really is stays with its shim; the two meet when it is adopted.
/// </summary>
public sealed record AllocationRecord
{
    public required AllocationId Id { get; init; }

    public required string Name { get; init; }

    public required ContainerSpec Spec { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for a local user's.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Of the task's group; for a local user's container the one that never gives it up.</summary>
    public DisconnectPolicy Disconnect { get; init; } = DisconnectPolicy.Default;

    /// <summary>What it counts for in the node's books: the scheduler's reservation, or what its limits say.</summary>
    public Resources Reserved { get; init; }

    public RestartRule Restart { get; init; } = RestartRule.No;

    public bool AutoRemove { get; init; }

    /// <summary>The size of its terminal at its next start; null: none was given.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>Empty until the image is here.</summary>
    public string ImageDigest { get; init; } = "";

    /// <summary>Counts the processes this container has had; 0 before the first. Tells a late word of an earlier one from the present.</summary>
    public int Run { get; init; }

    /// <summary>What its owner asked for last; one that was stopped by hand stays stopped through restarts of agent and host.</summary>
    public ContainerDesire Desire { get; init; } = ContainerDesire.Run;

    /// <summary>False: a local user has created it and not yet started it, so it waits at the gate.</summary>
    public bool Started { get; init; }

    /// <summary>Restarts by its policy since it was last started by hand.</summary>
    public int Restarts { get; init; }

    /// <summary>How often the pause before its restarts has doubled; -1 before the first.</summary>
    public int Doubled { get; init; } = -1;

    /// <summary>It has ended and is started again then; null when it rests or runs.</summary>
    public DateTimeOffset? RestartAt { get; init; }

    /// <summary>The host's boot in which <see cref="Desire"/> was last said; empty when never.</summary>
    public string DesiredInBoot { get; init; } = "";

    /// <summary>Host ids of its user namespace, kept as long as its files.</summary>
    public IdRange? UserRange { get; init; }

    /// <summary>Host ids of its groups; null: the same as of its users.</summary>
    public IdRange? GroupRange { get; init; }

    /// <summary>Anonymous volumes that were made for it: target to volume name.</summary>
    public ImmutableSortedDictionary<string, string> AnonymousVolumes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How the last run ended; null while none has.</summary>
    public EndRecord? End { get; init; }
}

/// <summary>How a run ended, or why it could not begin.</summary>
public sealed record EndRecord
{
    /// <summary>Which one (<see cref="AllocationRecord.Run"/>).</summary>
    public int Run { get; init; }

    public int? ExitCode { get; init; }

    public bool OomKilled { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    public string Message { get; init; } = "";

    public ImmutableArray<byte> Result { get; init; } = [];
}
