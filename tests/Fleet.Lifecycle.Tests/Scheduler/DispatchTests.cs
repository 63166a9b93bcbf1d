using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class DispatchTests
{
    [Fact]
    public void A_session_begins_with_the_whole_and_goes_on_with_numbered_increments()
    {
        var bench = new Bench();
        bench.Join("n1");
        var first = bench.LastOutputs.OfType<SendAssignments>().Single().Set;
        Assert.Equal((true, true, 1L, 0), (first.Begins, first.Completes, first.Number, first.Assignments.Length));

        bench.Submit(Job.Service("web", "base") with { Replicas = 2 });
        var second = bench.LastOutputs.OfType<SendAssignments>().Single().Set;
        Assert.Equal((false, true, 2L, 2), (second.Begins, second.Completes, second.Number, second.Assignments.Length));
        Assert.Single(second.Versions);

        bench.Scale("web", 3);
        var third = bench.LastOutputs.OfType<SendAssignments>().Single().Set;
        Assert.Equal((3L, 1, 0), (third.Number, third.Assignments.Length, third.Versions.Length));
    }

    [Fact]
    public void What_is_not_acknowledged_is_sent_again_as_a_whole()
    {
        var bench = new Bench();
        var node = bench.Join("n1");
        bench.Submit(Job.Service("web", "base") with { Replicas = 2 });
        node.Assigned.Clear();
        node.Number = 1;        // the increment never arrived
        bench.Pass(1.9);
        Assert.Empty(node.Assigned);
        bench.Pass(1.2);
        Assert.Equal(2, node.Assigned.Count);
        Assert.Equal(3, node.Number);
    }

    [Fact]
    public void A_large_whole_travels_in_parts_of_which_the_last_completes()
    {
        var bench = new Bench(new SchedulerOptions { SetBytes = 1000 });
        bench.Join("n1", milliCpu: 100_000, memory: 100L << 30);
        bench.Submit(Job.Service("web", "base") with { Replicas = 50 });
        bench.Cut("n1");
        var sets = bench.Open("n1").Outputs.OfType<SendAssignments>().Select(sent => sent.Set).ToList();

        Assert.True(sets.Count > 3);
        Assert.Equal(Enumerable.Range(1, sets.Count).Select(number => (long)number), sets.Select(set => set.Number));
        Assert.Equal(sets.Select((_, at) => at == 0), sets.Select(set => set.Begins));
        Assert.Equal(sets.Select((_, at) => at == sets.Count - 1), sets.Select(set => set.Completes));
        Assert.Equal(50, sets.Sum(set => set.Assignments.Length));
    }

    [Fact]
    public void A_large_job_is_placed_over_several_turns()
    {
        var bench = new Bench(new SchedulerOptions { PlacementsPerTurn = 10 });
        bench.Join("n1");
        bench.Submit(Job.Service("web", "base") with { Replicas = 25 });
        Assert.Equal(10, bench.Node("n1").Assigned.Count);
        Assert.Equal(bench.Now, bench.Machine.NextWake);
        bench.Step(Tick.Instance);
        Assert.Equal(20, bench.Node("n1").Assigned.Count);
        bench.Step(Tick.Instance);
        bench.Settle();
        Assert.Equal(JobState.Running, bench.State("web"));
        Assert.True(bench.Machine.NextWake > bench.Now);
    }

    [Fact]
    public void Nodes_are_told_a_few_holders_of_an_image_and_not_all_the_same()
    {
        var bench = new Bench();
        foreach (int node in Enumerable.Range(1, 9)) bench.Join($"n{node}");
        bench.Submit(Job.Service("web", "base") with { Replicas = 9 });
        var told = bench.LastOutputs.OfType<SendAssignments>().Select(sent => string.Join(' ', sent.Set.Images.Single().Holders.Select(holder => holder.Node))).ToList();
        Assert.All(told, holders => Assert.Equal(4, holders.Split(' ').Length));
        Assert.Equal(9, told.Distinct().Count());
    }

    [Fact]
    public void Facts_are_acknowledged_with_the_turn_that_persists_what_they_led_to()
    {
        var bench = new Bench();
        var node = bench.Join("n1");
        Assert.Equal(new AcknowledgeFacts("n1", node.Session, 1), bench.LastOutputs.OfType<AcknowledgeFacts>().Single());
        bench.Submit(Job.Service("web", "base"));
        bench.Settle();
        Assert.Equal(node.FactNumber, bench.LastOutputs.OfType<AcknowledgeFacts>().Single().Number);
    }

    [Fact]
    public void Late_facts_do_not_turn_time_back()
    {
        var bench = new Bench();
        var node = bench.Join("n1");
        bench.Submit(Job.Batch("sum", "base"));
        bench.Settle();
        var running = node.Facts.Values.Single();
        bench.Exit("sum.sum.0", 0);
        bench.Tell(node, [running]);
        bench.Tell(node, [node.Facts.Values.Single()]);
        bench.Tell(node, [running with { Phase = Phase.Preparing }]);

        Assert.Equal(JobState.Complete, bench.State("sum"));
        Assert.Equal(node.Report.Allocatable, bench.Machine.State.Table.Free(0));
    }

    [Fact]
    public void Every_incarnation_has_a_higher_epoch_and_assignments_carry_it()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Service("web", "base"));
        bench.Restart();
        bench.Open("n1");
        Assert.Equal(2, bench.Machine.Epoch);
        Assert.All(bench.Node("n1").Assigned.Values, assignment => Assert.Equal(2, assignment.Epoch));
    }

    [Fact]
    public void Replicas_get_different_free_ports_of_their_node()
    {
        var bench = new Bench();
        bench.Join("n1", with: report => report with { FirstPort = 20000, LastPort = 20009, PortsInUse = [20001, 20003] });
        bench.Submit(Job.Service("web", "base") with { Replicas = 9, Ports = [new PortRequest("http")] });
        bench.Settle();
        int[] given = [.. bench.Views("web").Where(view => view.Node.Length > 0).SelectMany(view => view.Assignment.Ports).Select(port => port.Number).Order()];

        Assert.Equal([20000, 20002, 20004, 20005, 20006, 20007, 20008, 20009], given);
        Assert.Equal("1 node: 1 without a free port", bench.Group("web").PendingReason);
    }

    [Fact]
    public void Events_are_numbered_through_all_incarnations()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Service("web", "base"));
        bench.Settle();
        long before = bench.Machine.Sequence;
        bench.Restart();
        bench.Open("n1");
        bench.Stop("web");

        var events = bench.Machine.Events(0);
        Assert.Equal(Enumerable.Range(1, events.Length).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.Equal(JobEventType.JobStopped, bench.Machine.Events(before, "web").First().Type);
        Assert.Equal(
            [JobEventType.JobAccepted, JobEventType.AllocationPlaced, JobEventType.AllocationStarted, JobEventType.JobUp],
            bench.Machine.Events(0, "web").Take(4).Select(happened => happened.Type));
    }
}
