using Fleet.Lifecycle.Containers;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Containers;

/// <summary>Restarts by hand and by policy, and what of them outlives an agent.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ContainerMachine Running(RestartPolicy restart)
    {
        var machine = new ContainerMachine(restart);
        machine.Step(new DesireRun(), _now);
        machine.Step(new ImageReady("sha256:x"), _now);
        Start(machine);
        return machine;
    }

    private void Start(ContainerMachine machine)
    {
        machine.Step(new SnapshotReady(), _now);
        machine.Step(new Created(), _now);
        machine.Step(new Started(42, _now), _now);
        Assert.Equal(Stage.Running, machine.Stage);
    }

    private void End(ContainerMachine machine, int code, double after = 0)
    {
        var started = _now;
        _now += TimeSpan.FromSeconds(after);
        machine.Step(new Exited(code, false, started, _now, "", []), _now);
        Assert.Equal(Stage.Exited, machine.Stage);
    }

    private IReadOnlyList<ContainerEffect> Due(ContainerMachine machine)
    {
        _now = machine.NextWake!.Value;
        return machine.Step(TimerDue.Instance, _now);
    }

    [Fact]
    public void A_restart_by_hand_stops_with_grace_and_starts_at_once_whatever_the_policy()
    {
        var machine = Running(RestartPolicy.Never);
        Assert.IsType<SendStopSignal>(Assert.Single(machine.Step(new DesireRestart(Grace), _now)));
        Assert.True(machine.IsStopping);
        Assert.Equal(ContainerDesire.Run, machine.Desire);
        End(machine, 143);
        Assert.Equal(_now, machine.NextWake);
        Assert.Contains(new PrepareSnapshot("sha256:x"), Due(machine));
        Start(machine);
        Assert.False(machine.IsStopping);
        Assert.Equal(0, machine.Status.Restarts);
        End(machine, 1);
        Assert.Null(machine.NextWake);
    }

    [Fact]
    public void A_restart_that_is_refused_by_no_stop_signal_kills_after_the_grace()
    {
        var machine = Running(RestartPolicy.Never);
        machine.Step(new DesireRestart(Grace), _now);
        Assert.IsType<KillContainer>(Assert.Single(Due(machine)));
    }

    [Fact]
    public void A_stop_during_a_restart_wins()
    {
        var machine = Running(RestartPolicy.Default);
        machine.Step(new DesireRestart(Grace), _now);
        machine.Step(new DesireStop(Grace), _now);
        End(machine, 143);
        Assert.Null(machine.NextWake);
        Assert.Null(machine.Status.RestartAt);
    }

    [Fact]
    public void The_next_agent_waits_out_the_pause_that_the_last_one_had_begun_and_doubles_from_there()
    {
        var machine = Running(RestartPolicy.Default);
        End(machine, 1);
        Due(machine);
        Start(machine);
        End(machine, 1);
        Assert.Equal(_now + TimeSpan.FromMilliseconds(200), machine.Status.RestartAt);

        var next = new ContainerMachine(RestartPolicy.Default);
        next.Step(new Adopted(machine.Status, ContainerDesire.Run), _now);
        Assert.Equal(machine.NextWake, next.NextWake);
        Due(next);
        Assert.Equal(2, next.Status.Restarts);
        Start(next);
        End(next, 1);
        Assert.Equal(_now + TimeSpan.FromMilliseconds(400), next.NextWake);
    }

    [Fact]
    public void Attempts_are_counted_across_agents()
    {
        var policy = RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = 3 };
        var machine = Running(policy);
        for (int restart = 1; restart <= 3; restart++)
        {
            End(machine, 1);
            var next = new ContainerMachine(policy);
            next.Step(new Adopted(machine.Status, ContainerDesire.Run), _now);
            machine = next;
            Due(machine);
            Start(machine);
            Assert.Equal(restart, machine.Status.Restarts);
        }
        End(machine, 1);
        Assert.Null(machine.NextWake);
    }

    [Fact]
    public void The_pause_is_never_longer_than_a_minute()
    {
        var machine = Running(RestartPolicy.Default);
        for (int i = 0; i < 14; i++)
        {
            End(machine, 1);
            Due(machine);
            Start(machine);
        }
        End(machine, 1);
        Assert.Equal(_now + TimeSpan.FromMinutes(1), machine.NextWake);
    }

    [Fact]
    public void Another_policy_ends_the_wait_for_a_restart_and_counts_from_the_next_end_on()
    {
        var machine = Running(RestartPolicy.Default);
        End(machine, 1);
        machine.Step(new PolicyChanged(RestartPolicy.Never), _now);
        Assert.Null(machine.NextWake);
        Assert.Null(machine.Status.RestartAt);

        machine.Step(new DesireRun(), _now);
        Start(machine);
        machine.Step(new PolicyChanged(RestartPolicy.Default), _now);
        End(machine, 0);
        Assert.NotNull(machine.NextWake);
    }
}
