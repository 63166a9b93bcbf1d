using Fleet.Model;
using Fleet.Scheduling.Reconcile;

namespace Fleet.Lifecycle.Containers;

// When it has ended.
public sealed partial class ContainerMachine
{
    private static readonly TimeSpan DeleteAgainAfter = TimeSpan.FromSeconds(1);

    private int _step = -1;

    private void AfterExit()
    {
        _stopped = false;
        if (Desire == ContainerDesire.Remove) Enter(Stage.Deleting, new DeleteContainer());
        else if (Desire == ContainerDesire.Run && WantsRestart()) NextWake = _now + NextDelay();
    }

    // As docker: a container that could not even be started is not tried again.
    private bool WantsRestart()
    {
        if (Status.StartedAt is null) return false;
        if (restart.MaxAttempts > 0 && Status.Restarts >= restart.MaxAttempts) return false;
        return restart.Condition == RestartCondition.Any || restart.Condition == RestartCondition.OnFailure && Status.ExitCode != 0;
    }

    private TimeSpan NextDelay()
    {
        var ranFor = Status.FinishedAt - Status.StartedAt ?? TimeSpan.Zero;
        (var delay, _step) = Backoff.Next(restart, _step, ranFor);
        return delay;
    }

    private void InExited(ContainerInput input)
    {
        switch (input)
        {
            case DesireRun:
                TakesDesire(input);
                if (Desire == ContainerDesire.Run) StartAgain(0);
                break;
            case DesireStop:
                TakesDesire(input);
                NextWake = null;
                break;
            case DesireRemove:
                TakesDesire(input);
                Enter(Stage.Deleting, new DeleteContainer());
                break;
            case TimerDue when NextWake <= _now:
                StartAgain(Status.Restarts + 1);
                break;
        }
    }

    private void StartAgain(int restarts)
    {
        if (restarts == 0) _step = -1;
        Status = new ContainerStatus { ImageDigest = Status.ImageDigest, Restarts = restarts };
        // Where it failed before it had a snapshot, the way begins at the image.
        if (Status.ImageDigest.Length == 0) Enter(Stage.FetchingImage, new PrepareImage());
        else Enter(Stage.MakingSnapshot, new PrepareSnapshot(Status.ImageDigest));
    }

    private void InDeleting(ContainerInput input)
    {
        switch (input)
        {
            case Deleted:
                Enter(Stage.Removed);
                break;
            case DeleteFailed failed:
                Status = Status with { Message = failed.Why };
                NextWake = _now + DeleteAgainAfter;
                break;
            case TimerDue when NextWake <= _now:
                NextWake = null;
                _effects.Add(new DeleteContainer());
                break;
        }
    }
}
