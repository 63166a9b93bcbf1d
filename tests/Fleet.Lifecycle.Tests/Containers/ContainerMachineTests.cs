using Fleet.Lifecycle.Containers;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Containers;

public sealed class ContainerMachineTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ContainerMachine Running(RestartPolicy? restart = null)
    {
        var machine = new ContainerMachine(restart ?? RestartPolicy.Never);
        Expect(machine, new DesireRun(), Phase.Preparing, typeof(PrepareImage));
        Expect(machine, new ImageReady("sha256:x"), Phase.Preparing, typeof(PrepareSnapshot));
        Start(machine);
        return machine;
    }

    private void Start(ContainerMachine machine)
    {
        Expect(machine, new SnapshotReady(), Phase.Preparing, typeof(CreateContainer));
        Expect(machine, new Created(), Phase.Created, typeof(StartContainer));
        Expect(machine, new Started(42, _now), Phase.Running);
    }

    private void Expect(ContainerMachine machine, ContainerInput input, Phase phase, params Type[] effects)
    {
        var did = machine.Step(input, _now).Where(effect => effect is not ReportStatus and not RememberDesire).Select(effect => effect.GetType());
        Assert.Equal(effects, did);
        Assert.Equal(phase, machine.Status.Phase);
    }

    private Exited Exit(int? code, double after = 0)
    {
        var started = _now;
        _now += TimeSpan.FromSeconds(after);
        return new Exited(code, false, started, _now, "", []);
    }

    [Fact]
    public void A_whole_life()
    {
        var machine = Running();
        Expect(machine, new PauseSeen(), Phase.Paused);
        Expect(machine, new ResumeSeen(), Phase.Running);
        Expect(machine, Exit(3), Phase.Exited);
        Assert.Equal(3, machine.Status.ExitCode);
        Expect(machine, new DesireRemove(), Phase.Exited, typeof(DeleteContainer));
        Expect(machine, new Deleted(), Phase.Removed);
    }

    [Fact]
    public void Stopping_sends_the_stop_signal_and_kills_after_the_grace()
    {
        var machine = Running();
        Expect(machine, new DesireStop(Grace), Phase.Running, typeof(SendStopSignal));
        Assert.Equal(_now + Grace, machine.NextWake);
        _now += Grace - TimeSpan.FromMilliseconds(1);
        Expect(machine, TimerDue.Instance, Phase.Running);
        _now += TimeSpan.FromMilliseconds(1);
        Expect(machine, TimerDue.Instance, Phase.Running, typeof(KillContainer));
        Expect(machine, Exit(137), Phase.Exited);
    }

    [Fact]
    public void A_second_stop_may_only_shorten_the_grace()
    {
        var machine = Running();
        Expect(machine, new DesireStop(Grace), Phase.Running, typeof(SendStopSignal));
        Expect(machine, new DesireStop(Grace * 6), Phase.Running);
        Assert.Equal(_now + Grace, machine.NextWake);
        Expect(machine, new DesireStop(TimeSpan.Zero), Phase.Running, typeof(KillContainer));
    }

    [Fact]
    public void A_stop_during_a_pull_ends_it_and_nothing_starts_after()
    {
        var machine = new ContainerMachine(RestartPolicy.Never);
        Expect(machine, new DesireRun(), Phase.Preparing, typeof(PrepareImage));
        Expect(machine, new DesireStop(Grace), Phase.Exited, typeof(CancelPrepare));
        Expect(machine, new ImageReady("sha256:x"), Phase.Exited);
        Assert.Equal("stopped before it was started", machine.Status.Message);
    }

    [Fact]
    public void A_stop_while_the_runtime_creates_waits_for_its_answer_and_starts_nothing()
    {
        var machine = new ContainerMachine(RestartPolicy.Never);
        Expect(machine, new DesireRun(), Phase.Preparing, typeof(PrepareImage));
        Expect(machine, new ImageReady("sha256:x"), Phase.Preparing, typeof(PrepareSnapshot));
        Expect(machine, new SnapshotReady(), Phase.Preparing, typeof(CreateContainer));
        Expect(machine, new DesireStop(Grace), Phase.Preparing);
        Expect(machine, new Created(), Phase.Created, typeof(KillContainer));
        Expect(machine, Exit(137), Phase.Exited);
    }

    [Fact]
    public void A_command_that_cannot_be_executed_ends_with_dockers_code_and_is_not_tried_again()
    {
        var machine = new ContainerMachine(RestartPolicy.Default);
        Expect(machine, new DesireRun(), Phase.Preparing, typeof(PrepareImage));
        Expect(machine, new ImageReady("sha256:x"), Phase.Preparing, typeof(PrepareSnapshot));
        Expect(machine, new SnapshotReady(), Phase.Preparing, typeof(CreateContainer));
        Expect(machine, new Created(), Phase.Created, typeof(StartContainer));
        Expect(machine, new StartFailed(127, "nosuch: not found"), Phase.Exited);
        Assert.Equal(127, machine.Status.ExitCode);
        Assert.Null(machine.NextWake);
    }

    // moby#7414: on-failure:3 false.
    [Fact]
    public void On_failure_with_three_attempts_restarts_three_times_with_doubling_pauses()
    {
        var machine = Running(RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = 3 });
        foreach (int pause in new[] { 100, 200, 400 })
        {
            Expect(machine, Exit(1), Phase.Exited);
            Assert.Equal(_now + TimeSpan.FromMilliseconds(pause), machine.NextWake);
            _now += TimeSpan.FromMilliseconds(pause);
            Expect(machine, TimerDue.Instance, Phase.Preparing, typeof(PrepareSnapshot));
            Start(machine);
        }
        Expect(machine, Exit(1), Phase.Exited);
        Assert.Null(machine.NextWake);
        Assert.Equal(3, machine.Status.Restarts);
    }

    [Fact]
    public void After_ten_seconds_up_the_pause_begins_anew()
    {
        var machine = Running(RestartPolicy.Default);
        foreach (var (ran, pause) in new[] { (0.0, 100), (1.0, 200), (11.0, 100), (9.9, 200) })
        {
            Expect(machine, Exit(1, after: ran), Phase.Exited);
            Assert.Equal(_now + TimeSpan.FromMilliseconds(pause), machine.NextWake);
            _now = machine.NextWake!.Value;
            Expect(machine, TimerDue.Instance, Phase.Preparing, typeof(PrepareSnapshot));
            Start(machine);
        }
    }

    [Fact]
    public void Stopped_by_hand_it_stays_stopped_also_for_the_next_agent()
    {
        var machine = Running(RestartPolicy.Default);
        Assert.Contains(new RememberDesire(ContainerDesire.Stop), machine.Step(new DesireStop(Grace), _now));
        Expect(machine, Exit(143), Phase.Exited);
        Assert.Null(machine.NextWake);

        var next = new ContainerMachine(RestartPolicy.Default);
        Expect(next, new Adopted(machine.Status, ContainerDesire.Stop), Phase.Exited);
        Assert.Null(next.NextWake);
        Expect(next, new DesireRun(), Phase.Preparing, typeof(PrepareSnapshot));
    }

    [Fact]
    public void A_new_agent_goes_on_where_the_old_one_was()
    {
        var running = new ContainerStatus { Phase = Phase.Running, Pid = 7, StartedAt = _now, ImageDigest = "sha256:x" };
        Expect(Adopting(), new Adopted(running, ContainerDesire.Run), Phase.Running);
        Expect(Adopting(), new Adopted(running, ContainerDesire.Stop), Phase.Running, typeof(SendStopSignal));
        Expect(Adopting(), new Adopted(running with { Phase = Phase.Created }, ContainerDesire.Run), Phase.Created, typeof(StartContainer));
        Expect(Adopting(), new Adopted(new ContainerStatus { Phase = Phase.Preparing }, ContainerDesire.Run), Phase.Preparing, typeof(PrepareImage));
        Expect(Adopting(), new Adopted(running with { Phase = Phase.Exited }, ContainerDesire.Remove), Phase.Exited, typeof(DeleteContainer));

        static ContainerMachine Adopting() => new(RestartPolicy.Never);
    }

    [Fact]
    public void Removing_what_runs_kills_it_first_and_deletes_until_it_is_gone()
    {
        var machine = Running();
        Expect(machine, new DesireRemove(), Phase.Running, typeof(KillContainer));
        Expect(machine, new DesireRun(), Phase.Running);
        Expect(machine, Exit(137), Phase.Exited, typeof(DeleteContainer));
        Expect(machine, new DeleteFailed("busy"), Phase.Exited);
        _now = machine.NextWake!.Value;
        Expect(machine, TimerDue.Instance, Phase.Exited, typeof(DeleteContainer));
        Expect(machine, new Deleted(), Phase.Removed);
    }

    [Fact]
    public void A_lost_shim_is_an_end_without_a_code()
    {
        var machine = Running();
        Expect(machine, new ShimLost(_now), Phase.Exited);
        Assert.Null(machine.Status.ExitCode);
        Assert.Contains("shim", machine.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shim_that_was_killed_before_the_program_ran_is_no_end_until_it_happens_over_and_over()
    {
        var neverRan = new Exited(null, false, null, _now, "shim killed before it was started: it never ran", []);
        var machine = new ContainerMachine(RestartPolicy.Never);
        machine.Step(new DesireRun(), _now);
        machine.Step(new ImageReady("sha256:x"), _now);
        for (int time = 0; time < 5; time++)
        {
            Expect(machine, new SnapshotReady(), Phase.Preparing, typeof(CreateContainer));
            Expect(machine, new Created(), Phase.Created, typeof(StartContainer));
            Expect(machine, neverRan, Phase.Preparing, typeof(PrepareSnapshot));
        }
        machine.Step(new SnapshotReady(), _now);
        machine.Step(new Created(), _now);
        Expect(machine, neverRan, Phase.Exited);
        Assert.Null(machine.Status.ExitCode);
    }

    [Fact]
    public void What_changed_is_reported_and_nothing_else()
    {
        var machine = Running();
        Assert.IsType<ReportStatus>(Assert.Single(machine.Step(new PauseSeen(), _now)));
        Assert.Empty(machine.Step(new PauseSeen(), _now));
    }
}
