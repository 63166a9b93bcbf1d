namespace Fleet.Lifecycle.Containers;

// Until it runs.
public sealed partial class ContainerMachine
{
    private const string NeverStarted = "stopped before it was started";
    private const int MadeAnewAtMost = 5;       // whoever kills it so often means it

    private int _madeAnew;

    private void InPending(ContainerInput input)
    {
        if (input is Adopted adopted) OnAdopted(adopted);
        else if (!TakesDesire(input)) return;
        else if (Desire == ContainerDesire.Run) Enter(Stage.FetchingImage, new PrepareImage());
        else EndWithoutRun(null, NeverStarted);
    }

    private void InFetchingImage(ContainerInput input)
    {
        if (EndsPreparing(input)) return;
        if (input is not ImageReady ready) return;
        Status = Status with { ImageDigest = ready.Digest };
        Enter(Stage.MakingSnapshot, new PrepareSnapshot(ready.Digest));
    }

    private void InMakingSnapshot(ContainerInput input)
    {
        if (EndsPreparing(input)) return;
        if (input is SnapshotReady) Enter(Stage.Creating, new CreateContainer());
    }

    private bool EndsPreparing(ContainerInput input)
    {
        if (input is PrepareFailed failed)
        {
            EndWithoutRun(125, failed.Why);
            return true;
        }
        if (!TakesDesire(input)) return false;
        if (Desire == ContainerDesire.Run) return true;
        _effects.Add(new CancelPrepare());
        EndWithoutRun(null, NeverStarted);
        return true;
    }

    // What was asked of the runtime cannot be taken back: its answer is waited for, and then acted on.
    private void InCreating(ContainerInput input)
    {
        if (TakesDesire(input) || MakesAnew(input)) return;
        if (input is Created) Enter(Stage.Created, Desire == ContainerDesire.Run ? new StartContainer() : new KillContainer());
        else if (input is CreateFailed failed) EndWithoutRun(failed.ExitCode, failed.Why);
        else EndsSeen(input);
    }

    private void InCreated(ContainerInput input)
    {
        if (TakesDesire(input))
        {
            if (Desire != ContainerDesire.Run) _effects.Add(new KillContainer());
            return;
        }
        if (MakesAnew(input)) return;
        if (input is Started started)
        {
            _madeAnew = 0;
            Status = Status with { Pid = started.Pid, StartedAt = started.At };
            Enter(Stage.Running);
            if (Desire != ContainerDesire.Run) _effects.Add(new KillContainer());
        }
        else if (input is StartFailed failed)
        {
            EndWithoutRun(failed.ExitCode, failed.Why);
        }
        else
        {
            EndsSeen(input);
        }
    }

    // Its shim was killed before the program ran: nothing has happened that anybody could have seen, so this is no end.
    private bool MakesAnew(ContainerInput input)
    {
        if (input is not Exited { ExitCode: null, StartedAt: null } || Desire != ContainerDesire.Run || _madeAnew == MadeAnewAtMost) return false;
        _madeAnew++;
        Enter(Stage.MakingSnapshot, new PrepareSnapshot(Status.ImageDigest));
        return true;
    }
}
