using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

/// <summary>What all of a job may use on a node is told to the nodes, and changes without a restart.</summary>
public sealed class JobLimitTests
{
    private static readonly Job Web = Job.Service("web", "base") with { Replicas = 4, NodeLimits = new ContainerLimits { MilliCpu = 1000 } };

    private static List<JobLimits> Told(Bench bench) => [.. bench.LastOutputs.OfType<SendAssignments>().SelectMany(sent => sent.Set.JobLimits)];

    [Fact]
    public void The_first_assignment_of_a_job_brings_its_limits_and_later_ones_do_not()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web);
        Assert.Equal(("web", 1000L), Assert.Single(Told(bench)) is var told ? (told.Job, told.Limits.MilliCpu!.Value) : default);
        bench.Scale("web", 5);
        Assert.Empty(Told(bench));
    }

    [Fact]
    public void A_change_of_the_limits_alone_reaches_each_node_once_and_restarts_nothing()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Join("n2");
        bench.Submit(Web);
        bench.Settle();
        int starts = bench.Starts;
        string where = bench.Where("web");

        Answer answer = bench.Submit(Web with { NodeLimits = new ContainerLimits { MilliCpu = 500, Pids = 10 } });
        Assert.Equal(2, answer.Version!.Number);
        var sent = bench.LastOutputs.OfType<SendAssignments>().ToList();
        Assert.Equal(["n1", "n2"], sent.Select(one => one.Node));
        Assert.All(sent, one => Assert.Equal(500, Assert.Single(one.Set.JobLimits).Limits.MilliCpu));
        bench.Settle();
        Assert.Equal((starts, where), (bench.Starts, bench.Where("web")));

        bench.Submit(Web with { NodeLimits = new ContainerLimits() });
        Assert.All(Told(bench), told => Assert.Equal(new ContainerLimits(), told.Limits));
        Assert.Equal(2, Told(bench).Count);
    }

    [Fact]
    public void A_new_session_is_told_the_newest_limits_whatever_version_its_tasks_are_of()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Web);
        bench.Settle();
        bench.Submit(Web with { NodeLimits = new ContainerLimits { MilliCpu = 500 } });
        bench.Settle();
        bench.Restart();
        var whole = bench.Open("n1").Outputs.OfType<SendAssignments>().Single().Set;
        Assert.Equal(500, Assert.Single(whole.JobLimits).Limits.MilliCpu);
        Assert.Equal(4, whole.Assignments.Length);
    }
}
