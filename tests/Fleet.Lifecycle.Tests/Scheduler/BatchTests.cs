using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

public sealed class BatchTests
{
    private static readonly Job Sum = Job.Batch("sum", "base") with { Replicas = 3 };

    [Fact]
    public void A_batch_is_complete_when_every_replica_exited_0_and_nothing_of_it_runs_again()
    {
        var bench = new Bench();
        bench.Join("n1");
        Assert.Equal(AnswerStatus.Ok, bench.Submit(Sum).Status);
        bench.Settle();
        foreach (int index in new[] { 0, 1, 2 }) bench.Exit($"sum.sum.{index}", 0, result: $"r{index}");

        Assert.Equal(JobState.Complete, bench.State("sum"));
        Assert.Equal(3, bench.Group("sum").Complete);
        Assert.Equal("r1", System.Text.Encoding.UTF8.GetString(bench.Views("sum").Single(view => view.Assignment.Index == 1).Fact.Result.AsSpan()));
        bench.Pass(60);
        bench.Settle();
        Assert.Equal(3, bench.Starts);
    }

    // nomad#4299: records collected, scheduler restarted, a node joins: still three starts in all.
    [Fact]
    public void A_finished_batch_does_not_run_again_after_its_records_are_collected()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Sum);
        bench.Settle();
        foreach (int index in new[] { 0, 1 }) bench.Exit($"sum.sum.{index}", 0);
        bench.Step(new CollectRecords());
        bench.Restart();
        bench.Join("n2");
        bench.Open("n1");
        bench.Settle();
        bench.Exit("sum.sum.2", 0);
        bench.Step(new CollectRecords());
        bench.Restart();
        bench.Open("n1");
        bench.Join("n3");
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(3, bench.Starts);
    }

    // nomad#5883, #3714: what is out of retries stays failed through restarts of scheduler and node.
    [Fact]
    public void A_replica_out_of_retries_stays_failed()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Batch("bad", "base") with { Retries = 2 });
        for (int run = 0; run < 3; run++)
        {
            bench.Pass(1);
            bench.Settle();
            bench.Exit("bad.bad.0", 7);
        }
        bench.Restart();
        bench.Open("n1");
        bench.Pass(60);
        bench.Settle();

        Assert.Equal(JobState.Failed, bench.State("bad"));
        Assert.Equal(3, bench.Starts);
        Assert.Equal(7, bench.Views("bad").Single().Fact.ExitCode);
    }

    [Fact]
    public void A_lost_node_does_not_use_up_a_retry()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Batch("once", "base"));
        bench.Settle();
        bench.Cut("n1");
        bench.Join("n2");
        bench.Pass(31);
        bench.Settle();

        Assert.Equal("0@n2", bench.Where("once"));
        Assert.Equal(2, bench.Live("once.once.0").Assignment.Attempt);
        bench.Exit("once.once.0", 0);
        Assert.Equal(JobState.Complete, bench.State("once"));
    }

    [Fact]
    public void The_late_result_of_a_replaced_attempt_does_not_count()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Batch("once", "base"));
        bench.Settle();
        var first = bench.Live("once.once.0").Assignment.Id;
        bench.Cut("n1");
        bench.Join("n2");
        bench.Pass(31);
        bench.Settle();
        var node = bench.Node("n1");
        node.Facts[first] = node.Facts[first] with { Phase = Phase.Exited, ExitCode = 0, FinishedAt = bench.Now, Result = [1] };
        bench.Open("n1");

        Assert.Equal("0@n2", bench.Where("once"));
        Assert.NotEqual(JobState.Complete, bench.State("once"));
    }

    [Fact]
    public void A_replica_over_its_time_limit_is_stopped_and_counts_as_failed()
    {
        var bench = new Bench();
        bench.Join("n1");
        var job = Job.Batch("slow", "base");
        bench.Submit(job with { Groups = [job.Groups[0] with { TimeLimit = TimeSpan.FromSeconds(5) }] });
        bench.Settle();
        bench.Pass(4.9);
        Assert.Equal(Desired.Run, bench.Live("slow.slow.0").Assignment.Desired);
        bench.Pass(0.2);
        bench.Settle();

        Assert.Equal(JobState.Failed, bench.State("slow"));
        Assert.Contains("time limit", bench.Views("slow").Single().Fact.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_five_ended_attempts_are_kept()
    {
        var bench = new Bench();
        bench.Join("n1");
        bench.Submit(Job.Batch("bad", "base") with { Retries = 20 });
        for (int run = 0; run < 10; run++)
        {
            bench.Pass(61);
            bench.Settle();
            bench.Exit("bad.bad.0", 1);
        }

        Assert.Equal([10, 9, 8, 7, 6], bench.Machine.Allocations("bad", withEnded: true).Where(view => view.Node.Length > 0).Select(view => view.Assignment.Attempt));
    }
}
