using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Pattern;
using Akka.TestKit.Xunit2;
using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Journal.Events;
using Fleet.Control.Scheduler;
using Fleet.Control.Tests.Support;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Control.Tests.Scheduler;

/// <summary>The carrier of the scheduler's machine against a journal that is slow, full or damaged.</summary>
public class SchedulerActorTests : TestKit
{
    private readonly MemoryLog _log;
    private readonly SchedulerGate _gate = new();

    public SchedulerActorTests()
        : this(new MemoryLog())
    {
    }

    private SchedulerActorTests(MemoryLog log)
        : base(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(Plugin(log).Config.WithFallback(
            ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.test.single-expect-default = 10s"))), Plugin(log))) =>
        _log = log;

    [Fact]
    public async Task It_speaks_to_nobody_before_its_beginning_is_persisted()
    {
        var writing = new TaskCompletionSource();
        _log.Gate = writing.Task;
        Start();
        await AwaitConditionAsync(() => Task.FromResult(_log.Sequences.Length == 0));
        Assert.Equal(0, _gate.Epoch);
        writing.SetResult();
        await _gate.Opened.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _gate.Epoch);
        Assert.Equal([1], _log.Sequences);
    }

    [Fact]
    public async Task What_comes_while_a_turn_is_persisted_makes_up_one_write()
    {
        await StartedAsync();
        var writing = new TaskCompletionSource();
        _log.Gate = writing.Task;
        for (int i = 0; i < 100; i++) _gate.Carry(Stop($"r{i}"), TestActor);
        _gate.Read("probe", _ => "read", TestActor);
        ExpectNoMsg(TimeSpan.Zero);
        writing.SetResult();
        var answered = ReceiveN(101);
        Assert.Equal(100, answered.OfType<Reply>().Count());
        Assert.Equal("read", answered.Last());
        Assert.InRange(_log.Appends.Count, 1, 10);
    }

    [Fact]
    public async Task A_full_disk_answers_nobody_and_the_scheduler_comes_back_with_the_next_epoch()
    {
        await StartedAsync();
        _log.FailNextAppends = 1;
        _gate.Carry(Submit("r1"), TestActor);
        await AwaitConditionAsync(() => Task.FromResult(_gate.Epoch == 2));
        Assert.Equal("", _gate.Trouble);
        ExpectNoMsg(TimeSpan.Zero);
        _gate.Read("jobs", machine => machine.Jobs().Length, TestActor);
        ExpectMsg(0);
        _gate.Carry(Submit("r1"), TestActor);
        Assert.Equal(AnswerStatus.Ok, ExpectMsg<Reply>().Answer.Status);
    }

    [Fact]
    public async Task A_repeated_request_is_answered_from_the_journal_after_a_restart()
    {
        var scheduler = await StartedAsync();
        _gate.Carry(Submit("r1"), TestActor);
        var first = ExpectMsg<Reply>().Answer;
        scheduler.Tell(HandOver.Instance);
        await AwaitConditionAsync(() => Task.FromResult(_gate.Epoch == 0));

        Start();
        await _gate.Opened.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _gate.Epoch);
        _gate.Carry(Submit("r1"), TestActor);
        var second = ExpectMsg<Reply>().Answer;
        Assert.Equal((first.Status, first.Message, first.Sequence, first.Version!.Number), (second.Status, second.Message, second.Sequence, second.Version!.Number));
    }

    [Fact]
    public async Task After_some_turns_a_snapshot_takes_the_place_of_the_events_and_recovery_goes_on_from_it()
    {
        var scheduler = await StartedAsync(turnsPerSnapshot: 5);
        for (int i = 0; i < 12; i++)
        {
            _gate.Carry(Submit($"r{i}", $"job{i}"), TestActor);
            ExpectMsg<Reply>();
        }
        await AwaitConditionAsync(() => Task.FromResult(_log.Snapshot is not null && _log.Sequences[0] == _log.Snapshot.Value.Sequence + 1));
        scheduler.Tell(HandOver.Instance);
        await AwaitConditionAsync(() => Task.FromResult(_gate.Epoch == 0));

        Start();
        await _gate.Opened.WaitAsync(TimeSpan.FromSeconds(10));
        _gate.Read("jobs", machine => machine.Jobs().Length, TestActor);
        ExpectMsg(12);
    }

    [Fact]
    public async Task A_journal_with_a_hole_is_not_worked_with()
    {
        var scheduler = await StartedAsync();
        for (int i = 0; i < 3; i++)
        {
            _gate.Carry(Submit($"r{i}", $"job{i}"), TestActor);
            ExpectMsg<Reply>();
        }
        scheduler.Tell(HandOver.Instance);
        await AwaitConditionAsync(() => Task.FromResult(_gate.Epoch == 0));
        _log.Lose(2);

        Watch(Sys.ActorOf(SchedulerActor.Props(_gate, Settings(), TimeProvider.System)));
        ExpectMsg<Terminated>();
        Assert.Equal(0, _gate.Epoch);
    }

    [Fact]
    public async Task A_view_that_fails_harms_only_who_asked()
    {
        await StartedAsync();
        _gate.Read("me", _ => throw new InvalidOperationException("a fault"), TestActor);
        Assert.Equal(new ReadFailed("me", "a fault"), ExpectMsg<ReadFailed>());
        Assert.Equal(1, _gate.Epoch);
    }

    private static JournalPlugin Plugin(MemoryLog log) => new(log, TimeSpan.FromSeconds(30));

    private static SubmitJob Submit(string id, string job = "web") =>
        new(new RequestKey("c1", id), Job.Service(job, $"app@{FakeNode.Digest}"));

    private static StopJob Stop(string id) => new(new RequestKey("c1", id), "web");

    private static ControlSettings Settings(int turnsPerSnapshot = 1000) => new()
    {
        NodeName = "n1", ClusterAddress = default, DoorAddress = default, StateFolder = "/nowhere", TurnsPerSnapshot = turnsPerSnapshot,
    };

    private IActorRef Start(int turnsPerSnapshot = 1000) => Sys.ActorOf(BackoffSupervisor.Props(Backoff
        .OnStop(SchedulerActor.Props(_gate, Settings(turnsPerSnapshot), TimeProvider.System), "scheduler",
            TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), 0, maxNrOfRetries: -1)
        .WithFinalStopMessage(message => message is HandOver)));

    private async Task<IActorRef> StartedAsync(int turnsPerSnapshot = 1000)
    {
        var scheduler = Start(turnsPerSnapshot);
        await _gate.Opened.WaitAsync(TimeSpan.FromSeconds(10));
        return scheduler;
    }
}
