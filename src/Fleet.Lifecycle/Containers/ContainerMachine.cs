using Fleet.Model;

namespace Fleet.Lifecycle.Containers;

/// <summary>
/// One container's life:
/// <code>
/// Pending -> Preparing -> Created -> Running (-> Paused -> Running) -> Exited -> Removed
///                ^                                                        |
///                +---------------- restart (local containers) ------------+
/// </code>
/// Allocations of jobs have <see cref="RestartPolicy.Never"/> here: the scheduler restarts them, as another allocation.
/// </summary>
public sealed partial class ContainerMachine
{
    public ContainerMachine(RestartPolicy restart) => throw new NotSupportedException();

    public ContainerStatus Status => throw new NotSupportedException();

    public ContainerDesire Desire => throw new NotSupportedException();

    /// <summary>When <see cref="TimerDue"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? NextWake => throw new NotSupportedException();

    public IReadOnlyList<ContainerEffect> Step(ContainerInput input, DateTimeOffset now) => throw new NotSupportedException();
}
