using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class ServiceTests
{
    private static readonly Job Web = Job.Service("web", "base") with { Replicas = 4 };

    [Fact]
    public void Replicas_are_spread_over_the_nodes()
    {
        var bench = new Bench();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Join(node);
        bench.Submit(Web with { Replicas = 6 });
        bench.Settle();

        Assert.Equal(JobState.Running, bench.State("web"));
        Assert.All(bench.Views("web").GroupBy(view => view.Node), node => Assert.Equal(2, node.Count()));
    }

    [Fact]
    public void A_replica_that_ended_is_started_again_on_its_node_after_a_pause_that_doubles()
    {
        var bench = new Bench();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Join(node);
        bench.Submit(Web with { Replicas = 1 });
        bench.Settle();
        string home = bench.Live("web.web.0").Node;

        foreach (double pause in new[] { 0.1, 0.2, 0.4, 0.8 })
        {
            bench.Exit("web.web.0", 1);
            bench.Pass(pause - 0.01);
            Assert.Equal("", bench.Where("web"));
            bench.Pass(0.02);
            bench.Settle();
            Assert.Equal($"0@{home}", bench.Where("web"));
        }
        bench.Pass(10);
        bench.Exit("web.web.0", 1);
        bench.Pass(0.11);
        bench.Settle();
        Assert.Equal($"0@{home}", bench.Where("web"));
        Assert.Equal(6, bench.Live("web.web.0").Assignment.Attempt);
    }

    [Fact]
    public void A_task_that_could_not_be_started_is_tried_on_another_node()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2");
        bench.Submit(Web with { Replicas = 1 });
        var view = bench.Live("web.web.0");
        bench.Tell(bench.Node(view.Node), [new AllocationFact { Id = view.Assignment.Id, Phase = Phase.Exited, ExitCode = 125, FinishedAt = bench.Now, Message = "no space left" }]);
        bench.Pass(1);
        bench.Settle();

        Assert.NotEqual(view.Node, bench.Live("web.web.0").Node);
    }

    // on-failure:3 of moby#7414: three restarts, then it is failed.
    [Fact]
    public void A_restart_policy_with_three_attempts_restarts_three_times()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Replicas = 1, Restart = RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = 3 } });
        for (int run = 0; run < 4; run++)
        {
            bench.Pass(5);
            bench.Settle();
            bench.Exit("web.web.0", 1);
        }
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(4, bench.Starts);
        Assert.Equal(JobState.Failed, bench.State("web"));
    }

    // moby#7414, #21359: stopped by its user it stays stopped, also when scheduler and node start anew.
    [Fact]
    public void A_stopped_job_stays_stopped()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web);
        bench.Settle();
        bench.Stop("web");
        bench.Settle();
        bench.Restart();
        bench.Open("n1");
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(JobState.Stopped, bench.State("web"));
        Assert.Equal(4, bench.Starts);
        Assert.Equal("", bench.Where("web"));
    }

    // moby#23957, nomad#16161, #9183.
    [Fact]
    public void Scaling_down_keeps_the_balance_and_touches_no_survivor()
    {
        var bench = new Bench();
        foreach (string node in new[] { "n1", "n2", "n3" }) bench.Join(node);
        bench.Submit(Web with { Replicas = 10 });
        bench.Settle();
        foreach (int count in new[] { 3, 2 })
        {
            var survivors = bench.Views("web").Take(count).Select(view => view.Assignment.Id).ToList();
            bench.Scale("web", count);
            bench.Settle();
            var left = bench.Views("web").Where(view => view.Fact.Phase == Phase.Running).ToList();
            Assert.Equal(survivors, left.Select(view => view.Assignment.Id));
            var perNode = new[] { "n1", "n2", "n3" }.Select(node => left.Count(view => view.Node == node)).ToList();
            Assert.True(perNode.Max() - perNode.Min() <= 1, string.Join(' ', perNode));
        }
        Assert.Equal(10, bench.Starts);
    }

    // nomad#1043, #24984, #11077.
    [Fact]
    public void Scaled_to_0_is_scaled_down_and_no_failure()
    {
        var bench = new Bench();
        bench.Join("n1");
        Assert.Equal(AnswerStatus.Ok, bench.Submit(Web with { Replicas = 0 }).Status);
        Assert.Equal(JobState.ScaledDown, bench.State("web"));
        Assert.Equal("scaled down", bench.Group("web").PendingReason);
        bench.Scale("web", 2);
        bench.Settle();
        Assert.Equal(JobState.Running, bench.State("web"));
        bench.Scale("web", 0);
        bench.Settle();
        Assert.Equal(JobState.ScaledDown, bench.State("web"));
        Assert.Equal("", bench.Where("web"));
    }

    [Fact]
    public void Submitting_the_same_job_again_changes_nothing()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web);
        bench.Settle();
        var answer = bench.Submit(Web);
        bench.Settle();

        Assert.Contains("unchanged", answer.Message, StringComparison.Ordinal);
        Assert.Equal(1, answer.Version!.Number);
        Assert.Equal(4, bench.Starts);
    }

    [Fact]
    public void A_request_that_is_repeated_is_answered_and_not_carried_out_again()
    {
        var bench = new Bench();
        bench.Join("n1");
        var submit = new SubmitJob(bench.NextRequest(), Web);
        var first = bench.Ask(submit);
        bench.Stop("web");
        bench.Restart();
        bench.Open("n1");
        var again = bench.Ask(submit);

        Assert.Equal(first.Message, again.Message);
        Assert.Equal(JobState.Stopped, bench.State("web"));
        bench.Jump(TimeSpan.FromHours(25));
        bench.Ask(submit);
        Assert.NotEqual(JobState.Stopped, bench.State("web"));
    }
}
