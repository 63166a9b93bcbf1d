using Fleet.Model;
using Fleet.Scheduling.Reconcile;

namespace Fleet.Scheduling.Tests.Reconcile;

public sealed class RulesTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static AllocationFact Ended(int? code, bool started = true) =>
        new() { Id = new AllocationId(1), Phase = Phase.Exited, ExitCode = code, StartedAt = started ? Then : null };

    private static TaskGroup Group(TaskType type, RestartCondition condition = RestartCondition.Any, int attempts = 0, int retries = 0) => new()
    {
        Name = "g", Type = type, Retries = retries, Container = new ContainerSpec { Image = "base" },
        Restart = RestartPolicy.Default with { Condition = condition, MaxAttempts = attempts },
    };

    [Theory]
    [InlineData(0, 0, 0, Verdict.Complete)]
    [InlineData(1, 0, 0, Verdict.Failed)]
    [InlineData(1, 2, 0, Verdict.Again)]
    [InlineData(1, 2, 1, Verdict.Again)]
    [InlineData(1, 2, 2, Verdict.Failed)]
    [InlineData(137, 1, 0, Verdict.Again)]
    public void A_batch_replica_runs_at_most_retries_and_one_times(int code, int retries, int used, Verdict verdict) =>
        Assert.Equal(verdict, RestartRules.Judge(Group(TaskType.Batch, retries: retries), Ended(code), used));

    [Theory]
    [InlineData(RestartCondition.Any, 0, 0, 0, Verdict.Again)]
    [InlineData(RestartCondition.Any, 3, 0, 3, Verdict.Complete)]
    [InlineData(RestartCondition.Any, 3, 1, 3, Verdict.Failed)]
    [InlineData(RestartCondition.OnFailure, 0, 0, 0, Verdict.Complete)]
    [InlineData(RestartCondition.OnFailure, 0, 1, 1000, Verdict.Again)]
    [InlineData(RestartCondition.OnFailure, 3, 1, 3, Verdict.Failed)]
    [InlineData(RestartCondition.None, 0, 0, 0, Verdict.Complete)]
    [InlineData(RestartCondition.None, 0, 1, 0, Verdict.Failed)]
    public void A_service_replica_follows_its_policy(RestartCondition condition, int attempts, int code, int used, Verdict verdict) =>
        Assert.Equal(verdict, RestartRules.Judge(Group(TaskType.Service, condition, attempts), Ended(code), used));

    [Fact]
    public void An_end_that_nobody_saw_is_the_nodes_fault_if_the_job_lets_it_be_replaced()
    {
        var batch = Group(TaskType.Batch);
        Assert.Equal(Verdict.AgainUncounted, RestartRules.Judge(batch, Ended(null), 0));
        Assert.Equal(Verdict.Failed, RestartRules.Judge(batch, Ended(null, started: false), 0));
        Assert.Equal(Verdict.Failed, RestartRules.Judge(batch with { Disconnect = batch.Disconnect with { Replace = false } }, Ended(null), 0));
    }

    [Fact]
    public void The_pause_doubles_to_its_most_and_begins_anew_after_a_long_run()
    {
        var policy = RestartPolicy.Default;
        int step = -1;
        foreach (double expected in new[] { 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60, 60, 60 })
        {
            (var delay, step) = Backoff.Next(policy, step, TimeSpan.FromSeconds(1));
            Assert.Equal(expected, delay.TotalSeconds, 6);
        }
        Assert.Equal((TimeSpan.FromMilliseconds(100), 0), Backoff.Next(policy, step, TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.Zero, Backoff.Next(policy with { Delay = TimeSpan.Zero }, 1000, default).Delay);
    }

    // All 256 situations.
    [Fact]
    public void The_next_step_of_a_replica_is_safe_in_every_situation()
    {
        for (int bits = 0; bits < 256; bits++)
        {
            bool Bit(int at) => (bits >> at & 1) != 0;
            var replica = new ReplicaFacts(Bit(0), Bit(1), Bit(2), Bit(3), Bit(4), Bit(5), Bit(6), Bit(7));
            var step = ReplicaRules.Next(replica);
            Assert.True(step is not ReplicaStep.Place || !replica.Live && replica.Wanted && !replica.Over && !replica.Waiting, $"{replica} -> {step}");
            Assert.True(step is not ReplicaStep.Replace || replica.Live && replica.Lost && replica.Replace && replica.Wanted && !replica.Outdated && !replica.Stopping, $"{replica} -> {step}");
            Assert.True(step is not ReplicaStep.WriteOff || replica.Live && replica.Lost && replica.Replace, $"{replica} -> {step}");
            Assert.True(step is not ReplicaStep.Stop || replica.Live && !replica.Stopping && (!replica.Wanted || replica.Outdated), $"{replica} -> {step}");
            if (!replica.Wanted && !replica.Live) Assert.Equal(ReplicaStep.Nothing, step);
        }
    }
}
