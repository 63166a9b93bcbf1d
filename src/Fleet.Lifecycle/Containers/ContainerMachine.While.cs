namespace Fleet.Lifecycle.Containers;

// While it runs.
public sealed partial class ContainerMachine
{
    private void InRunning(ContainerInput input)
    {
        if (input is PauseSeen) Change(Stage.Paused);
        else HearsAlive(input);
    }

    private void InPaused(ContainerInput input)
    {
        if (input is ResumeSeen) Change(Stage.Running);
        else HearsAlive(input);
    }

    // Pausing leaves the time to the kill as it is.
    private void Change(Stage to)
    {
        var wake = NextWake;
        Enter(to);
        NextWake = wake;
    }

    private void HearsAlive(ContainerInput input)
    {
        if (EndsSeen(input)) return;
        switch (input)
        {
            case DesireStop stop:
                TakesDesire(input);
                _again = false;
                Stop(stop.Grace);
                break;
            case DesireRestart again:
                TakesDesire(input);
                _again = Desire == ContainerDesire.Run;
                Stop(again.Grace);
                break;
            case DesireRemove:
                TakesDesire(input);
                Kill();
                break;
            case DesireRun when !_stopped:
                TakesDesire(input);
                break;
            case TimerDue when NextWake <= _now:
                Kill();
                break;
        }
    }

    // A second stop may shorten the time to the kill, never lengthen it.
    private void Stop(TimeSpan grace)
    {
        if (grace <= TimeSpan.Zero)
        {
            Kill();
            return;
        }
        if (!_stopped) _effects.Add(new SendStopSignal());
        _stopped = true;
        var killAt = _now + grace;
        if (NextWake is null || killAt < NextWake) NextWake = killAt;
    }

    private void Kill()
    {
        _stopped = true;
        NextWake = null;
        _effects.Add(new KillContainer());
    }

    private bool EndsSeen(ContainerInput input)
    {
        switch (input)
        {
            case Exited exited:
                Status = Status with
                {
                    Pid = 0, ExitCode = exited.ExitCode, OomKilled = exited.OomKilled, StartedAt = exited.StartedAt ?? Status.StartedAt,
                    FinishedAt = exited.FinishedAt, Message = exited.Message, Result = exited.Result,
                };
                break;
            case ShimLost lost:
                Status = Status with { Pid = 0, ExitCode = null, FinishedAt = lost.At, Message = "shim killed: its exit code is unknown" };
                break;
            default: return false;
        }
        Enter(Stage.Exited);
        AfterExit();
        return true;
    }
}
