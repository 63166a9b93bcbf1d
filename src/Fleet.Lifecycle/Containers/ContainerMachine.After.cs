using Fleet.Model;
using Fleet.Scheduling.Reconcile;

namespace Fleet.Lifecycle.Containers;

// When it has ended.
public sealed partial class ContainerMachine
{
    private static readonly TimeSpan DeleteAgainAfter = TimeSpan.FromSeconds(1);

    private void AfterExit()
    {
        _stopped = false;
        if (Desire == ContainerDesire.Remove) Enter(Stage.Deleting, new DeleteContainer());
        else if (Desire == ContainerDesire.Run && _again) StartAt(_now);
        else if (Desire == ContainerDesire.Run && WantsRestart()) StartAt(_now + NextDelay());
        else Rest();
    }

    private void StartAt(DateTimeOffset due)
    {
        NextWake = due;
        Status = Status with { RestartAt = due };
    }

    private void Rest()
    {
        _again = false;
        NextWake = null;
        Status = Status with { RestartAt = null };
    }

    // As docker: a container that could not even be started is not tried again.
    private bool WantsRestart()
    {
        if (Status.StartedAt is null) return false;
        if (_restart.MaxAttempts > 0 && Status.Restarts >= _restart.MaxAttempts) return false;
        return _restart.Condition == RestartCondition.Any || _restart.Condition == RestartCondition.OnFailure && Status.ExitCode != 0;
    }

    private TimeSpan NextDelay()
    {
        var ranFor = Status.FinishedAt - Status.StartedAt ?? TimeSpan.Zero;
        (var delay, int doubled) = Backoff.Next(_restart, Status.Doubled, ranFor);
        Status = Status with { Doubled = doubled };
        return delay;
    }

    private void InExited(ContainerInput input)
    {
        switch (input)
        {
            case DesireRun or DesireRestart:
                TakesDesire(input);
                if (Desire == ContainerDesire.Run) StartAgain(0);
                break;
            case DesireStop:
                TakesDesire(input);
                Rest();
                break;
            case PolicyChanged when !_again && !WantsRestart():
                Rest();
                break;
            case DesireRemove:
                TakesDesire(input);
                Enter(Stage.Deleting, new DeleteContainer());
                break;
            case TimerDue when NextWake <= _now:
                StartAgain(_again ? 0 : Status.Restarts + 1);
                break;
        }
    }

    private void StartAgain(int restarts)
    {
        _again = false;
        Status = new ContainerStatus { ImageDigest = Status.ImageDigest, Restarts = restarts, Doubled = restarts == 0 ? -1 : Status.Doubled };
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
