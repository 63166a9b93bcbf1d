using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Events;
using Fleet.Node.Incidents;
using Fleet.Node.Records;
using Fleet.Protocol.Actors;

namespace Fleet.Node.Allocations;

/// <summary>What every container actor shares with the others.</summary>
internal sealed record ContainerContext(
    IContainerWork Work, RecordStore Records, ContainerTable Table, EventLog Events, IActorRef Images, TimeProvider Time, string NodeName)
{
    /// <summary>The running kernel's name for this boot; tells a restart of the host from one of the agent.</summary>
    public string BootId { get; init; } = "";

    /// <summary>Who tells of a kill for want of memory.</summary>
    public OomClaims Claims { get; init; } = new();
}

/// <summary>
/// One container from its making to its removal. What happens is judged by <see cref="ContainerMachine"/>; this carries its
/// effects out, one method a state. A failure of this actor is no failure of the container: the supervisor starts a new one,
/// which reads the record and adopts what it finds.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor's end is PostStop, and there it is disposed.")]
internal sealed partial class ContainerActor : ReceiveActor, IWithTimers, IWithStash
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);

    private readonly ContainerContext _context;
    private readonly IReadOnlyList<ImageHolder> _holders;
    private readonly CancellationTokenSource _life = new();
    private readonly ContainerMachine _machine;

    private AllocationRecord _record;
    private CreateRequest _request;
    private ImageRecord? _image;
    private RunningContainer? _running;
    private Task _busy = Task.CompletedTask;
    private bool _takenOver;                // from an earlier agent
    private bool _starting;
    private Ended? _endedEarly;
    private bool _gateWaits;                // the machine wants it started, its user has not said so
    private Exception? _failure;            // why it could not be made or started, for whoever asked for it

    public ContainerActor(ContainerContext context, AllocationRecord record, CreateRequest request, IReadOnlyList<ImageHolder> holders)
    {
        (_context, _record, _request, _holders) = (context, record, request, holders);
        _machine = new ContainerMachine(RestartPolicyOf.Record(record));
        Adopting();
    }

    public static Props Props(ContainerContext context, AllocationRecord record, CreateRequest request, IReadOnlyList<ImageHolder> holders) =>
        ActorFactory.Props(() => new ContainerActor(context, record, request, holders));

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    // Also of one that was restarted after a failure, hence the record is the one on disk.
    protected override void PreStart()
    {
        _record = _context.Records.Load(_record.Id) ?? _record;
        int run = _record.Run;
        _context.Work.AdoptAsync(_record).PipeTo(Self,
            success: found => new Found(run, found.Running, _context.Work.FindImage(_record.ImageDigest), found.Status),
            failure: error => new Status.Failure(error));
    }

    protected override void PostStop()
    {
        _life.Cancel();
        _life.Dispose();
        AnswerAll(new Engine.EngineException(Engine.EngineError.Unavailable, $"container {_record.Name} is being let go; ask again"));
        base.PostStop();
    }

    private DateTimeOffset Now => _context.Time.GetUtcNow();

    private void Step(ContainerInput input)
    {
        foreach (var effect in _machine.Step(input, Now)) Do(effect);
        Publish();
        Become(StateOf(_machine.Status.Phase));
        if (_machine.NextWake is { } wake) Timers.StartSingleTimer(TimerDue.Instance, TimerDue.Instance, Later(wake));
        else Timers.Cancel(TimerDue.Instance);
        AnswerThoseDone();
        if (_record.AutoRemove && IsAtRest && _machine.Desire != ContainerDesire.Remove) RemoveByItself();
    }

    // Who was attached to it through an earlier agent comes back for what it wrote last and how it ended.
    private void RemoveByItself()
    {
        if (!_takenOver) Step(new DesireRemove());
        else if (!Timers.IsTimerActive(LingerOver.Instance)) Timers.StartSingleTimer(LingerOver.Instance, LingerOver.Instance, Linger);
    }

    private void OnLingerOver()
    {
        if (_record.AutoRemove && IsAtRest) Step(new DesireRemove());
    }

    // Far times are looked at again in between; a timer that is early does nothing.
    private TimeSpan Later(DateTimeOffset due) =>
        due <= Now ? TimeSpan.Zero : due - Now < LongestTimer ? due - Now : LongestTimer;

    /// <summary>It has ended and no restart is on its way.</summary>
    private bool IsAtRest => _machine.Status.Phase == Phase.Exited && _machine.NextWake is null;

    private void Publish() => _context.Table.Put(new ContainerEntry(_record, _machine.Status, _running, _image) { IsAtRest = IsAtRest });

    private bool Differs(Assignment said) =>
        _record.Assignment is { } known && (said.Epoch > known.Epoch || (said.Epoch == known.Epoch && said.Desired != known.Desired));

    private void Save(AllocationRecord record)
    {
        _context.Records.Save(record);
        _record = record;
    }
}
