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
/// It records what was seen, never what was only asked for. Not thread-safe.
/// </summary>
public sealed partial class ContainerMachine(RestartPolicy restart)
{
    private RestartPolicy _restart = restart;
    // How long it was given to stop went with the agent that was told to stop it.
    private static readonly TimeSpan GraceAfterAdoption = TimeSpan.FromSeconds(10);

    private readonly List<ContainerEffect> _effects = [];
    private DateTimeOffset _now;
    private bool _stopped;      // the stop signal was sent
    private bool _again;        // it is stopped only to be started again

    public ContainerStatus Status { get; private set; } = new();

    public Stage Stage { get; private set; }

    public ContainerDesire Desire { get; private set; } = ContainerDesire.Run;

    /// <summary>Its end is on its way, or only a start after it.</summary>
    public bool IsStopping => _stopped || _again;

    /// <summary>When <see cref="TimerDue"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? NextWake { get; private set; }

    /// <summary>An input that does not concern the present stage (late, or of an earlier run) changes nothing.</summary>
    public IReadOnlyList<ContainerEffect> Step(ContainerInput input, DateTimeOffset now)
    {
        _now = now;
        _effects.Clear();
        var before = (Status, Desire);
        if (input is PolicyChanged changed) _restart = changed.Restart;
        switch (Stage)
        {
            case Stage.Pending: InPending(input); break;
            case Stage.FetchingImage: InFetchingImage(input); break;
            case Stage.MakingSnapshot: InMakingSnapshot(input); break;
            case Stage.Creating: InCreating(input); break;
            case Stage.Created: InCreated(input); break;
            case Stage.Running: InRunning(input); break;
            case Stage.Paused: InPaused(input); break;
            case Stage.Exited: InExited(input); break;
            case Stage.Deleting: InDeleting(input); break;
            case Stage.Removed: break;
        }
        if (Desire != before.Desire && input is not Adopted) _effects.Insert(0, new RememberDesire(Desire));
        if (Status != before.Status) _effects.Add(new ReportStatus(Status));
        return [.. _effects];
    }

    private void Enter(Stage stage, ContainerEffect? effect = null)
    {
        Stage = stage;
        NextWake = null;
        Status = Status with { Phase = Stages.PhaseOf(stage) };
        if (effect is not null) _effects.Add(effect);
    }

    // Removing is final; stopping may be followed by another start.
    private bool TakesDesire(ContainerInput input)
    {
        var wish = input switch
        {
            DesireRun or DesireRestart => ContainerDesire.Run,
            DesireStop => ContainerDesire.Stop,
            DesireRemove => ContainerDesire.Remove,
            _ => (ContainerDesire?)null,
        };
        if (wish is null) return false;
        if (Desire != ContainerDesire.Remove) Desire = wish.Value;
        return true;
    }

    private void EndWithoutRun(int? exitCode, string why)
    {
        Status = Status with { ExitCode = exitCode, Message = why, FinishedAt = _now, Pid = 0 };
        Enter(Stage.Exited);
        AfterExit();
    }

    private void OnAdopted(Adopted adopted)
    {
        (Status, Desire) = (adopted.Status, adopted.Desire);
        Stage = Stages.StageOf(Status.Phase);
        Converge();
    }

    // What an agent that was just started does about a container that it found.
    private void Converge()
    {
        switch (Stage)
        {
            case Stage.Pending when Desire == ContainerDesire.Run: Enter(Stage.FetchingImage, new PrepareImage()); break;
            case Stage.Pending: EndWithoutRun(null, "stopped before it was started"); break;
            case Stage.Created: _effects.Add(Desire == ContainerDesire.Run ? new StartContainer() : new KillContainer()); break;
            case Stage.Running or Stage.Paused when Desire == ContainerDesire.Remove: Kill(); break;
            case Stage.Running or Stage.Paused when Desire == ContainerDesire.Stop: Stop(GraceAfterAdoption); break;
            case Stage.Exited when Desire == ContainerDesire.Run && Status.RestartAt is { } due && WantsRestart(): NextWake = due; break;
            case Stage.Exited: AfterExit(); break;
        }
    }
}
