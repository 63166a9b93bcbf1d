using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class NodeLossTests
{
    private static readonly Job Web = Job.Service("web", "base") with { Replicas = 2 };

    private static Bench WithTwoNodes(Job job)
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2");
        bench.Submit(job);
        bench.Settle();
        return bench;
    }

    [Fact]
    public void Replicas_of_a_silent_node_are_unknown_then_lost_and_replaced_when_the_job_says()
    {
        var bench = WithTwoNodes(Web with { Disconnect = new DisconnectPolicy(TimeSpan.FromSeconds(20), null, Replace: true) });
        bench.Cut("n2");
        Assert.True(bench.Views("web").Single(view => view.Node == "n2").Unknown);
        bench.Pass(19.9);
        Assert.Equal(1, bench.Views("web").Count(view => view.Node == "n2"));
        bench.Pass(0.2);
        bench.Settle();

        Assert.Equal(2, bench.Views("web").Count(view => view.Node == "n1" && view.Fact.Phase == Phase.Running));
        Assert.Contains(bench.Machine.Events(0), happened => happened.Type == JobEventType.AllocationLost && happened.Node == "n2");
        Assert.Equal(3, bench.Starts);
    }

    [Fact]
    public void A_node_that_returns_in_time_keeps_what_runs_there()
    {
        var bench = WithTwoNodes(Web);
        string before = bench.Where("web");
        bench.Cut("n2");
        bench.Pass(29);
        bench.Open("n2");
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(before, bench.Where("web"));
        Assert.Equal(2, bench.Starts);
    }

    [Fact]
    public void A_node_that_returns_late_is_told_to_stop_what_was_replaced()
    {
        var bench = WithTwoNodes(Web);
        bench.Cut("n2");
        bench.Pass(31);
        bench.Settle();
        bench.Open("n2");
        // What still runs there counts until it has ended.
        Assert.NotEqual(bench.Node("n2").Report.Allocatable, bench.Machine.State.Table.Free(bench.Machine.State.Table.RowOf("n2")));
        bench.Settle();

        Assert.Equal("0@n1 1@n1", bench.Where("web"));
        Assert.All(bench.Node("n2").Facts.Values, fact => Assert.Equal(Phase.Exited, fact.Phase));
        Assert.Equal(bench.Node("n2").Report.Allocatable, bench.Machine.State.Table.Free(bench.Machine.State.Table.RowOf("n2")));
    }

    [Fact]
    public void A_job_that_is_not_to_be_replaced_waits_for_its_node()
    {
        var bench = WithTwoNodes(Web with { Disconnect = DisconnectPolicy.Default with { Replace = false } });
        bench.Cut("n2");
        bench.Pass(300);
        Assert.Equal(JobState.Pending, bench.State("web"));
        Assert.Contains("lost", bench.Views("web").Single(view => view.Node == "n2").Reason, StringComparison.Ordinal);
        bench.Open("n2");
        bench.Settle();

        Assert.Equal(JobState.Running, bench.State("web"));
        Assert.Equal(2, bench.Starts);
    }

    [Fact]
    public void A_lost_replica_without_another_place_is_kept_when_its_node_returns()
    {
        var bench = WithTwoNodes(Web with { Reserved = new Resources(3000, 0, 0) });
        string before = bench.Where("web");
        bench.Cut("n2");
        bench.Pass(120);
        Assert.Contains("no other place", bench.Views("web").Single(view => view.Node == "n2").Reason, StringComparison.Ordinal);
        bench.Open("n2");
        bench.Settle();

        Assert.Equal(before, bench.Where("web"));
        Assert.Equal(JobState.Running, bench.State("web"));
        Assert.Equal(2, bench.Starts);
    }

    [Fact]
    public void A_task_that_its_shim_stopped_in_the_silence_has_not_failed()
    {
        var policy = new DisconnectPolicy(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20), Replace: true);
        var bench = WithTwoNodes(Job.Batch("once", "base") with { Disconnect = policy });
        string node = bench.Live("once.once.0").Node;
        bench.Cut(node);
        bench.Exit("once.once.0", 143);
        bench.Pass(25);
        bench.Open(node);
        bench.Pass(1);
        bench.Settle();
        Assert.Equal(2, bench.Live("once.once.0").Assignment.Attempt);

        bench.Cut(node);
        bench.Exit("once.once.0", 143);
        bench.Pass(15);
        bench.Open(node);
        Assert.Equal(JobState.Failed, bench.State("once"));
    }

    [Fact]
    public void A_restarted_scheduler_gives_its_nodes_the_whole_time_to_come_back()
    {
        var bench = WithTwoNodes(Web);
        string before = bench.Where("web");
        bench.Pass(600);
        bench.Restart();
        bench.Open("n1");
        bench.Pass(29);
        Assert.Equal(before, bench.Where("web"));
        bench.Open("n2");
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(before, bench.Where("web"));
        Assert.Equal(2, bench.Starts);
    }

    [Fact]
    public void A_scheduler_that_itself_stood_still_blames_no_node()
    {
        var bench = WithTwoNodes(Web);
        var machine = bench.Machine;
        var after = bench.Now + TimeSpan.FromMinutes(5);
        var turn = machine.Step([new SessionLost("n2", bench.Node("n2").Session, bench.Now), Tick.Instance], after);

        Assert.DoesNotContain(turn.Events, decided => decided is AllocationsLost or AllocationEnded);
        Assert.DoesNotContain(machine.Step(Tick.Instance, after + TimeSpan.FromSeconds(1)).Events, decided => decided is AllocationsLost);
    }

    // nomad#12680, #14925.
    [Fact]
    public void A_pinned_job_updated_while_its_node_was_away_runs_once_and_in_its_new_version()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2");
        var pinned = Web with { Replicas = 1, Constraints = [new Constraint("node.hostname", ConstraintOperator.Equal, "n1")] };
        bench.Submit(pinned);
        bench.Settle();
        bench.Cut("n1");
        bench.Pass(60);
        bench.Open("n1");
        bench.Settle();
        Assert.Equal(1, bench.Starts);

        bench.Cut("n1");
        bench.Submit(pinned with { Command = ["new"] });
        bench.Pass(60);
        bench.Open("n1");
        bench.Settle();
        bench.Settle();
        Assert.Equal("0@n1", bench.Where("web"));
        Assert.Equal(2, bench.Starts);
        Assert.Equal(2, bench.Node("n1").Facts.Count);
        Assert.Single(bench.Node("n1").Facts.Values, fact => fact.Phase == Phase.Running);
    }

    [Fact]
    public void Facts_of_allocations_that_nobody_knows_are_answered_with_drop()
    {
        var bench = WithTwoNodes(Web);
        var stranger = new AllocationId(987_654);
        bench.Tell(bench.Node("n1"), [new AllocationFact { Id = stranger, Phase = Phase.Running, StartedAt = bench.Now }]);

        Assert.Contains(bench.LastOutputs.OfType<SendAssignments>(), sent => sent.Set.Dropped.Contains(stranger));
    }

    [Fact]
    public void A_node_that_forgot_what_ran_there_does_not_run_it_as_the_same_allocation()
    {
        var bench = WithTwoNodes(Web);
        var before = bench.Views("web").Single(view => view.Node == "n2").Assignment;
        bench.Cut("n2");
        bench.Node("n2").Facts.Clear();
        bench.Open("n2");
        bench.Pass(1);
        bench.Settle();

        var after = bench.Live(before.Name).Assignment;
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(before.Attempt + 1, after.Attempt);
    }

    // swarmkit#2841, nomad#7755, #8425: Bench asks the recount after every step.
    [Fact]
    public void Capacity_does_not_leak_however_often_nodes_die_and_tasks_fail()
    {
        var bench = WithTwoNodes(Job.Service("fill", "base") with { Replicas = 8, Reserved = new Resources(1000, 256L << 20, 10), Ports = [new PortRequest("p")] });
        for (int round = 0; round < 50; round++)
        {
            string node = round % 2 == 0 ? "n1" : "n2";
            bench.Cut(node);
            if (round % 3 == 0) bench.Node(node).Facts.Clear();
            bench.Pass(round % 5 == 0 ? 40 : 2);
            bench.Open(node);
            bench.Pass(1);
            bench.Settle();
            foreach (var view in bench.Views("fill").Where(view => view.Fact.Phase == Phase.Running).Take(2).ToList()) bench.Exit(view.Assignment.Name, 1);
            bench.Pass(61);
            bench.Settle();
        }
        bench.Stop("fill");
        bench.Settle();

        foreach (string node in new[] { "n1", "n2" })
            Assert.Equal(bench.Node(node).Report.Allocatable, bench.Machine.State.Table.Free(bench.Machine.State.Table.RowOf(node)));
    }
}
