using Akka.Actor;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.ImageSupply;

namespace Fleet.Node.Allocations;

internal sealed partial class ContainerActor
{
    private Action StateOf(Phase phase) => phase switch
    {
        Phase.Pending or Phase.Preparing => Preparing,
        Phase.Created => WaitingForStart,
        Phase.Running => Running,
        Phase.Paused => Paused,
        Phase.Exited => AtEnd,
        _ => Removed,
    };

    private void Adopting()
    {
        Receive<Found>(OnFound);
        Receive<Status.Failure>(failed => throw failed.Cause);      // the supervisor tries again, or reports it
        ReceiveAny(_ => Stash.Stash());
    }

    private void Preparing()
    {
        Receive<ImageHere>(OnImage);
        Receive<ImageMissing>(missing => Fail(missing.Error, () => new PrepareFailed(missing.Error.Message)));
        Receive<SnapshotMade>(OnSnapshot);
        Receive<Made>(made => made.Run == _record.Run, OnMade);
        Receive<StartIt>(OnStartEarly);
        HeardInEveryState();
    }

    private void WaitingForStart()
    {
        Receive<StartIt>(OnStart);
        Receive<Launched>(launched => launched.Run == _record.Run, OnLaunched);
        Receive<Ended>(ended => ended.Run == _record.Run, OnEnded);
        HeardInEveryState();
    }

    private void Running()
    {
        Receive<Ended>(ended => ended.Run == _record.Run, OnEnded);
        Receive<SignalIt>(OnSignal);
        Receive<SessionHolds>(_ => KeepAlive());
        Receive<PauseIt>(OnPause);
        Receive<StartIt>(_ => Sender.Tell(View(), Self));
        HeardInEveryState();
    }

    private void Paused()
    {
        Receive<Ended>(ended => ended.Run == _record.Run, OnEnded);
        Receive<SignalIt>(OnSignal);
        Receive<SessionHolds>(_ => KeepAlive());
        Receive<PauseIt>(OnPause);
        Receive<StartIt>(_ => Sender.Tell(new Status.Failure(IsPaused()), Self));
        HeardInEveryState();
    }

    private void AtEnd()
    {
        Receive<UseLayer>(OnUseLayer);
        Receive<StartIt>(OnStartAgain);
        Receive<Gone>(_ => OnGone());
        HeardInEveryState();
    }

    private void Removed() => ReceiveAny(_ => Sender.Tell(new Status.Failure(NoSuch()), Self));

    private void HeardInEveryState()
    {
        Receive<AwaitCreated>(_ => Enlist(_creators));
        Receive<AwaitEnd>(_ => Enlist(_waiters));
        Receive<StopIt>(OnStop);
        Receive<RemoveIt>(OnRemove);
        Receive<RestartIt>(OnRestart);
        Receive<RenameIt>(OnRename);
        Receive<UpdateIt>(OnUpdate);
        Receive<UpdateDone>(OnUpdated);
        Receive<PauseIt>(_ => Sender.Tell(new Status.Failure(NotRunning()), Self));
        Receive<PauseDone>(OnPaused);
        Receive<UseLayer>(_ => Sender.Tell(new Status.Failure(InUse()), Self));
        Receive<Gone>(_ => OnGone());
        Receive<SignalIt>(_ => Sender.Tell(new Status.Failure(NotRunning()), Self));
        Receive<Signalled>(OnSignalled);
        Receive<AssignmentIs>(said => { if (Differs(said.Assignment)) Save(_record with { Assignment = said.Assignment }); });
        Receive<TimerDue>(Step);
        Receive<LingerOver>(_ => OnLingerOver());
        Receive<WorkFailed>(OnWorkFailed);
        Receive<SessionHolds>(_ => { });
        Receive<ImageHere>(_ => { });            // of a preparation that was called off
        Receive<ImageMissing>(_ => { });
        Receive<Made>(OnMadeTooLate);
        Receive<Launched>(_ => { });
        Receive<Ended>(_ => { });                // of an earlier run
        Receive<SnapshotMade>(_ => { });
        Receive<Status.Failure>(failed => throw failed.Cause);
    }
}
