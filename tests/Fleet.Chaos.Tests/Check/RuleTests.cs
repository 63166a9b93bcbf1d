using Fleet.Chaos.Check;
using Fleet.Chaos.History;
using Fleet.Chaos.Plan;
using Fleet.Model;

namespace Fleet.Chaos.Tests.Check;

/// <summary>Each rule holds for a good history and is seen to fail for one that breaks it, and for that alone.</summary>
public sealed class RuleTests
{
    private static void Breaks(string rule, Story story)
    {
        Assert.Contains(rule, Rules.All.Select(known => known.Name));
        Assert.Equal([rule], story.Breaks());
    }

    private static void Holds(Story story) => Assert.Empty(story.Breaks());

    [Fact]
    public void A_good_history_breaks_no_rule() => Holds(Story.Good());

    [Fact]
    public void An_accepted_job_that_is_not_listed_is_lost()
    {
        Breaks("an accepted job is never lost", Story.Good().Submit(50, "new", TaskType.Batch).Quiet(60, ("web", TaskType.Service, JobState.Running, 2), ("sum", TaskType.Batch, JobState.Complete, 1)));
        Holds(Story.Good().Call(50, CallKind.Submit, "new", 1, TaskType.Batch, outcome: CallOutcome.Rejected)
            .Quiet(60, ("web", TaskType.Service, JobState.Running, 2), ("sum", TaskType.Batch, JobState.Complete, 1)));
    }

    [Fact]
    public void A_scaling_that_was_accepted_is_what_is_wanted()
    {
        Breaks("what was accepted is what is wanted", Story.Good().Scale(50, "web", 4).Quiet(60, ("web", TaskType.Service, JobState.Running, 2), ("sum", TaskType.Batch, JobState.Complete, 1)));
        Breaks("what was accepted is what is wanted", Story.Good().Stop(99, "web").Quiet(100, ("web", TaskType.Service, JobState.Running, 2), ("sum", TaskType.Batch, JobState.Complete, 1)));
        Holds(Story.Good().Scale(50, "web", 4).Quiet(60, ("web", TaskType.Service, JobState.Running, 4), ("sum", TaskType.Batch, JobState.Complete, 1)));
    }

    [Fact]
    public void A_call_that_nobody_answered_may_or_may_not_have_happened_but_only_where_its_client_died()
    {
        foreach (int wanted in (int[])[2, 4])
        {
            Holds(Story.Good().Call(50, CallKind.Scale, "web", 4, outcome: null).ClientDies(51)
                .Quiet(60, ("web", TaskType.Service, JobState.Running, wanted), ("sum", TaskType.Batch, JobState.Complete, 1)));
        }
        Breaks("every call succeeds or fails typed", Story.Good().Call(50, CallKind.Scale, "web", 4, outcome: null));
    }

    [Fact]
    public void A_call_fails_typed_or_not_at_all()
    {
        Breaks("every call succeeds or fails typed", Story.Good().Call(50, CallKind.List, "", 0, outcome: CallOutcome.Untyped));
        Holds(Story.Good().Call(50, CallKind.List, "", 0, outcome: CallOutcome.Unreachable));
    }

    [Fact]
    public void An_allocation_is_on_one_node() =>
        Breaks("one allocation, one node", Story.Good().Shown(50, "b1", "sum.sum.0", "n2", exitCode: 0));

    [Fact]
    public void An_epoch_is_one_schedulers()
    {
        Breaks("one epoch, one scheduler", Story.Good().Agent(50, "n3", 104, epoch: 1));
        Holds(Story.Good().Agent(50, "n3", 104, epoch: 2));
    }

    [Fact]
    public void An_allocation_is_started_once()
    {
        Breaks("an allocation is started once", Story.Good().Ran(101, 102, "a1", "web.web.0", "n1"));
        Holds(Story.Good().Ran(101, 102, "a1", "web.web.0", "n1", starts: 0));      // it was paused
    }

    [Fact]
    public void A_replica_does_not_run_twice_at_a_time() =>
        Breaks("one replica, one run at a time", Story.Good().Submit(49, "two", replicas: 2).Ran(50, 100, "d1", "two.two.0", "n1").Ran(55, 100, "d2", "two.two.0", "n2"));

    [Fact]
    public void There_are_no_more_replicas_than_wanted()
    {
        Breaks("replicas never above what is wanted", Story.Good().Ran(50, 100, "d1", "web.web.2", "n1"));
        Holds(Story.Good().Call(49, CallKind.Scale, "web", 3).Ran(50, 100, "d1", "web.web.2", "n1"));
        Breaks("replicas never above what is wanted", Story.Good().Scale(45, "web", 3).Scale(60, "web", 2).Ran(50, 100, "d1", "web.web.2", "n1").Ran(80, 100, "d2", "web.web.3", "n1"));
    }

    [Fact]
    public void A_task_that_the_scheduler_showed_as_complete_never_runs_again_whatever_happened() =>
        Breaks("a completed batch task is never run again", Story.Good().Shown(8, "b1", "sum.sum.0", "n1", exitCode: 0)
            .Fault(2, 4, 9, FaultKind.HostKill, "n1").Agent(9, "n1", 101, epoch: 1).Converged(2, 1).Ran(10, 12, "b2", "sum.sum.0", "n3", done: true).Fault(3, 95, 101, FaultKind.HostKill, "n1").Converged(3, 1));

    [Fact]
    public void A_task_that_was_done_runs_again_only_where_its_node_could_not_tell()
    {
        Breaks("a completed batch task is never run again", Story.Good().Ran(10, 12, "b2", "sum.sum.0", "n3", done: true));
        Holds(Story.Good().Fault(2, 5.5, 9, FaultKind.Cut, "n1").Converged(2, 1).Ran(10, 12, "b2", "sum.sum.0", "n3", done: true));
        Holds(Story.Good().ShimDies(6.1, "n1", "b1").Ran(10, 12, "b2", "sum.sum.0", "n3", done: true));
    }

    [Fact]
    public void A_careful_task_is_not_run_again_because_its_node_was_away()
    {
        Story Careful(FaultKind kind, double from, double until) => Story.Good().Submit(49, "once", TaskType.Batch, careful: true)
            .Ran(50, 52, "o1", "once.once.0", "n3", done: true).Fault(2, from, until, kind, "n3").Converged(2, 1).Ran(80, 82, "o2", "once.once.0", "n1", done: true);
        Assert.Contains("a completed batch task is never run again", Careful(FaultKind.Cut, 51, 70).Breaks());
        Assert.DoesNotContain("a completed batch task is never run again", Careful(FaultKind.HostKill, 51, 70).Breaks());
        Assert.Contains("a completed batch task is never run again", Careful(FaultKind.HostKill, 60, 70).Breaks());
    }

    [Fact]
    public void A_container_ends_only_where_something_struck_it()
    {
        Story Ends(Action<Story> with)
        {
            var story = Story.Good().Submit(49, "api").Ran(50, 70, "d1", "api.api.0", "n1");
            with(story);
            return story;
        }
        Breaks("no healthy container is restarted", Ends(_ => { }));
        Breaks("no healthy container is restarted", Ends(story => story.Fault(2, 60, 72, FaultKind.AgentKill, "n2").Converged(2, 1)));
        Breaks("no healthy container is restarted", Ends(story => story.Fault(2, 69, 72, FaultKind.Cut, "n1").Converged(2, 1)));
        Holds(Ends(story => story.Fault(2, 60, 72, FaultKind.Cut, "n1").Converged(2, 1)));
        Holds(Ends(story => story.ShimDies(70, "n1", "d1")));
        Holds(Ends(story => story.Stop(68, "api")));
    }

    [Fact]
    public void After_a_fault_all_is_well_within_the_time()
    {
        const string rule = "all converges after a fault";
        Breaks(rule, Story.Good().Fault(2, 50, 51, FaultKind.Cut, "n1"));
        Breaks(rule, Story.Good().Fault(2, 50, 51, FaultKind.Cut, "n1").Converged(2, 15.1));
        Breaks(rule, Story.Good().Fault(2, 50, 51, FaultKind.Cut, "n1").Converged(2, 90, "n1 is not ready"));
        Holds(Story.Good().Fault(2, 50, 51, FaultKind.Cut, "n1").Converged(2, 14.9));
    }

    [Fact]
    public void An_agent_is_another_process_only_where_it_was_killed()
    {
        Breaks("no process was restarted by hand", Story.Good().Agent(101, "n1", 105));
        Holds(Story.Good().Fault(2, 100.2, 100.5, FaultKind.AgentKill, "n1").Converged(2, 1).Agent(101, "n1", 105));
    }
}
