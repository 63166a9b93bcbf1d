using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class PendingTests
{
    private static readonly Job Web = Job.Service("web", "base");

    private static Job Needing(long memory) => Web with { Reserved = new Resources(0, memory, 0) };

    private static Constraint Label(string key, ConstraintOperator op, string value = "") => new($"node.labels.{key}", op, value);

    [Fact]
    public void Without_nodes_the_reason_is_that_none_has_joined()
    {
        var bench = new Bench();
        bench.Submit(Web with { Container = new ContainerSpec { Image = $"base@{Bench.Digest}" } });
        Assert.Equal("no node has joined", bench.Group("web").PendingReason);
        bench.Join("n1");
        bench.Settle();
        Assert.Equal(JobState.Running, bench.State("web"));
    }

    [Fact]
    public void The_reason_counts_nodes_per_filter()
    {
        var bench = new Bench();
        bench.Join("n1", memory: 4L << 30);
        bench.Join("n2", memory: 512L << 20, with: report => report with { Labels = new Dictionary<string, string> { ["zone"] = "a" } });
        bench.Submit(Needing(2L << 30) with { Constraints = [Label("zone", ConstraintOperator.Equal, "a")] });

        Assert.Equal("2 nodes: 1 without label zone=a, 1 without enough memory (needs 2 GiB, most free is 512 MiB)", bench.Group("web").PendingReason);
        var pending = Assert.Single(bench.Views("web"));
        Assert.Equal("", pending.Node);
        Assert.Equal(bench.Group("web").PendingReason, pending.Reason);
    }

    // nomad#1419: a node without the attribute passes !=; is_set exists for the other wish.
    [Fact]
    public void Not_equal_is_true_for_a_node_that_lacks_the_label()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Constraints = [Label("router", ConstraintOperator.NotEqual, "1")] });
        bench.Submit(Job.Service("other", "base") with { Constraints = [Label("router", ConstraintOperator.IsSet)] });
        bench.Settle();

        Assert.Equal("0@n1", bench.Where("web"));
        Assert.Equal("1 node: 1 without label router", bench.Group("other").PendingReason);
    }

    [Fact]
    public void A_label_that_is_set_later_lets_the_job_run()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web with { Constraints = [Label("zone", ConstraintOperator.Equal, "a")] });
        Assert.Equal(AnswerStatus.NotFound, bench.Label("n9", "zone", "a").Status);
        bench.Label("n1", "zone", "a");
        bench.Settle();
        Assert.Equal("0@n1", bench.Where("web"));
        bench.Restart();
        bench.Open("n1");
        Assert.Equal("a", bench.Machine.Nodes().Single().Labels["zone"]);
    }

    // moby#32999, #53722, nomad#1199: A reserves 3 of 4, B needs 2; A ends while B is decided.
    [Fact]
    public void A_blocked_job_is_placed_in_the_turn_in_which_room_becomes_free()
    {
        var bench = new Bench();
        bench.Join("n1", memory: 4L << 30);
        bench.Submit(Job.Service("a", "base") with { Reserved = new Resources(0, 3L << 30, 0) });
        bench.Settle();
        bench.Submit(Job.Service("b", "base") with { Reserved = new Resources(0, 2L << 30, 0) });
        Assert.Equal("1 node: 1 without enough memory (needs 2 GiB, most free is 1 GiB)", bench.Group("b").PendingReason);
        bench.Stop("a");
        Assert.Equal("", bench.Where("b"));
        bench.Exit("a.a.0", 143);
        Assert.Equal("0@n1", bench.Where("b"));
    }

    [Fact]
    public void A_blocked_job_is_placed_when_a_local_users_container_ends()
    {
        var bench = new Bench();
        bench.Join("n1", memory: 4L << 30, with: report => report with { LocallyUsed = new Resources(0, 3L << 30, 0) });
        bench.Submit(Needing(2L << 30));
        Assert.Equal("", bench.Where("web"));
        bench.Report("n1", report => report with { LocallyUsed = default });
        Assert.Equal("0@n1", bench.Where("web"));
    }

    [Fact]
    public void Those_that_came_first_are_served_first()
    {
        var bench = new Bench();
        bench.Join("n1", memory: 1L << 30);
        bench.Submit(Needing(1L << 30));
        bench.Settle();
        foreach (string name in new[] { "z-first", "a-second" })
        {
            bench.Pass(1);
            bench.Submit(Job.Service(name, "base") with { Reserved = new Resources(0, 1L << 30, 0) });
        }
        bench.Stop("web");
        bench.Settle();
        Assert.Equal("0@n1", bench.Where("z-first"));
        Assert.Equal("", bench.Where("a-second"));
    }

    [Fact]
    public void Stopping_a_pending_job_leaves_nothing_pending()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Needing(100L << 30));
        bench.Stop("web");
        bench.Join("n2", memory: 200L << 30);
        bench.Settle();

        Assert.Equal(JobState.Stopped, bench.State("web"));
        Assert.Empty(bench.Views("web"));
        Assert.Equal(0, bench.Starts);
    }

    [Fact]
    public void A_reason_that_stays_is_told_once()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Needing(100L << 30));
        bench.Submit(Job.Service("other", "base") with { Replicas = 3 });
        bench.Settle();
        bench.Pass(60);
        Assert.Single(bench.Machine.Events(0), happened => happened.Type == JobEventType.AllocationPending);
    }
}
