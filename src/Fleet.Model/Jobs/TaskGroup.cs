using System.Collections.Immutable;

namespace Fleet.Model;

public enum TaskType
{
    /// <summary>Kept running: a task that ends is started again as the restart policy says.</summary>
    Service,

    /// <summary>Runs to completion: each replica must exit 0 once.</summary>
    Batch,
}

/// <summary>Replicas of one task. A replica's name is JOB.GROUP.INDEX, with INDEX from 0.</summary>
public sealed record TaskGroup
{
    /// <summary>A DNS label, unique in its job.</summary>
    public required string Name { get; init; }

    public TaskType Type { get; init; }

    /// <summary>0 or more; 0 means scaled down, which is no failure.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>
    /// How often one batch replica may fail and be tried again; the replica fails at most <c>Retries + 1</c> times. A run that
    /// was lost with its node is no failure of the task: it is repeated without using one up (see <see cref="Disconnect"/>).
    /// </summary>
    public int Retries { get; init; }

    /// <summary>Batch: a replica that runs longer is stopped and counts as failed. Zero means no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    public required ContainerSpec Container { get; init; }

    /// <summary>
    /// What the scheduler sets aside on a node. A dimension left at zero is taken from the container's limits, and from
    /// <see cref="Resources.DefaultReservation"/> where those have none either (see <see cref="Needs"/>).
    /// </summary>
    public Resources Reserved { get; init; }

    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    public RestartPolicy Restart { get; init; } = RestartPolicy.Default;

    public DisconnectPolicy Disconnect { get; init; } = DisconnectPolicy.Default;

    public ImmutableArray<PortRequest> Ports { get; init; } = [];

    /// <summary>Volumes whose data may be left behind when the task goes to another node (<c>x-fleet: volumes: NAME: recreate</c>).</summary>
    public ImmutableArray<string> RecreateVolumes { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What one replica takes of a node.</summary>
    public Resources Needs => new(
        First(Reserved.MilliCpu, Container.Limits.MilliCpu, Resources.DefaultReservation.MilliCpu),
        First(Reserved.MemoryBytes, Container.Limits.MemoryBytes, Resources.DefaultReservation.MemoryBytes),
        First(Reserved.Pids, Container.Limits.Pids, Resources.DefaultReservation.Pids));

    private static long First(long reserved, long? limit, long otherwise) =>
        reserved > 0 ? reserved : limit is > 0 ? limit.Value : otherwise;
}
