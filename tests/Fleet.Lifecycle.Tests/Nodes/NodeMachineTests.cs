using System.Collections.Immutable;
using Fleet.Lifecycle.Nodes;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Nodes;

public sealed class NodeMachineTests
{
    private static readonly JobVersion Version = new("sha256:v1", 1, Job.Service("web", "base@sha256:i"));
    private readonly NodeMachine _node = new(new NodeOptions(), []);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _number;

    private static Assignment Of(ulong serial, Desired desired = Desired.Run, long epoch = 1) =>
        new(new AllocationId(serial), "web", "web", (int)serial, Version.Digest, 1, epoch, desired, []);

    private AssignmentSet Whole(params Assignment[] assignments) => Set(assignments) with { Begins = true, Versions = [Version], Images = [new ImageSource("sha256:i", [new ImageHolder("n2", "n2:1")])] };

    private AssignmentSet Set(params Assignment[] assignments) =>
        new() { Epoch = 1, Session = 1, Number = ++_number, Completes = true, Assignments = [.. assignments] };

    private IReadOnlyList<NodeOutput> Step(NodeInput input, NodeMachine? node = null) => (node ?? _node).Step(input, _now);

    private IReadOnlyList<NodeOutput> Take(AssignmentSet set) => Step(new AssignmentsArrived(set));

    private void Seen(ulong serial, Phase phase, int? code = null) => Step(new FactSeen(new AllocationFact
    {
        Id = new AllocationId(serial), Phase = phase, StartedAt = _now, ExitCode = code,
    }));

    public NodeMachineTests() => Step(new SessionBegan(1, 1));

    [Fact]
    public void A_session_begins_with_the_whole_facts_even_if_there_are_none()
    {
        var batch = Step(new SessionBegan(2, 1)).OfType<SendFacts>().Single().Batch;
        Assert.Equal((true, true, 2L, 1L, 0), (batch.Whole, batch.Completes, batch.Session, batch.Number, batch.Facts.Length));
    }

    [Fact]
    public void What_is_assigned_is_started_once_with_its_version_and_the_holders_of_its_image()
    {
        var start = Take(Whole(Of(1))).OfType<StartAllocation>().Single();
        Assert.Equal(Version, start.Version);
        Assert.Equal("n2", start.Holders.Single().Node);
        Assert.Empty(Take(Set(Of(1))).OfType<StartAllocation>());
        Assert.Equal(2, _node.AssignmentNumber);
    }

    [Fact]
    public void Limits_of_a_job_come_before_what_is_started_under_them()
    {
        var limits = new JobLimits("web", Version.Digest, new ContainerLimits { Pids = 10 });
        var outputs = Take(Whole(Of(1)) with { JobLimits = [limits] });
        Assert.Equal([typeof(LimitJob), typeof(StartAllocation)], outputs.Take(2).Select(output => output.GetType()));
        Assert.Empty(Take(Set() with { Epoch = 0, JobLimits = [limits] }).OfType<LimitJob>());
    }

    [Fact]
    public void What_is_not_in_the_whole_is_stopped()
    {
        Take(Whole(Of(1), Of(2)));
        Seen(1, Phase.Running);
        Assert.Equal(new AllocationId(1), Take(Whole(Of(2))).OfType<StopAllocation>().Single().Id);
        Assert.Empty(Take(Whole(Of(2))).OfType<StopAllocation>());
    }

    [Fact]
    public void Nothing_is_stopped_before_the_last_part_of_the_whole_has_come()
    {
        Take(Whole(Of(1), Of(2)));
        Assert.Empty(Take(Whole(Of(1)) with { Completes = false }));
        Assert.Empty(Take(Set(Of(2))).OfType<StopAllocation>());
    }

    [Fact]
    public void A_gap_is_answered_with_the_wish_for_the_whole_and_nothing_is_done_meanwhile()
    {
        Take(Whole(Of(1)));
        _number++;
        var outputs = Take(Set(Of(2)));
        Assert.IsType<AskForWhole>(Assert.Single(outputs));
        Assert.Equal(1, _node.AssignmentNumber);
        Assert.Single(Take(Whole(Of(1), Of(2))).OfType<StartAllocation>());
    }

    [Fact]
    public void Repeated_late_and_foreign_sets_are_ignored()
    {
        var first = Whole(Of(1));
        Take(first);
        Assert.Empty(Take(first));
        Assert.Empty(Take(Set(Of(2)) with { Session = 9 }));
        Assert.Empty(Step(new SessionEnded()));
        Assert.Empty(Take(Whole(Of(3))));
    }

    [Fact]
    public void An_older_epoch_is_refused()
    {
        Step(new SessionBegan(5, 4));
        Assert.IsType<Refused>(Assert.Single(Take(Whole(Of(1)) with { Session = 5, Epoch = 3 })));
        Assert.Contains(Step(new SessionBegan(6, 2)), output => output is Refused);
        var adopted = new NodeMachine(new NodeOptions(), [new AdoptedAllocation(Of(1, epoch: 9), Version, new AllocationFact { Id = new AllocationId(1), Phase = Phase.Running })]);
        Assert.Contains(Step(new SessionBegan(1, 8), adopted), output => output is Refused);
    }

    [Fact]
    public void Stop_and_drop_end_it_with_its_grace()
    {
        Take(Whole(Of(1), Of(2)));
        Seen(1, Phase.Running);
        Assert.Equal(TimeSpan.FromSeconds(10), Take(Set(Of(1, Desired.Stop))).OfType<StopAllocation>().Single().Grace);
        Assert.Empty(Take(Set(Of(1, Desired.Stop))).OfType<StopAllocation>());
        Assert.Single(Take(Set() with { Dropped = [new AllocationId(2)] }).OfType<StopAllocation>());
    }

    [Fact]
    public void What_is_to_stop_and_never_came_is_reported_as_ended()
    {
        var outputs = Take(Whole(Of(1, Desired.Stop)));
        Assert.Empty(outputs.OfType<StartAllocation>());
        var fact = outputs.OfType<SendFacts>().Single().Batch.Facts.Single();
        Assert.Equal((Phase.Exited, "stopped before it was started"), (fact.Phase, fact.Message));
    }

    [Fact]
    public void Facts_are_sent_again_until_they_are_acknowledged()
    {
        Take(Whole(Of(1)));
        Step(new FactsAcknowledged(1, 1));
        var sent = Step(new FactSeen(new AllocationFact { Id = new AllocationId(1), Phase = Phase.Running })).OfType<SendFacts>().Single().Batch;
        Assert.Empty(Step(NodeTick.Instance));
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal(_now, _node.NextWake);
        var again = Step(NodeTick.Instance).OfType<SendFacts>().Single().Batch;
        Assert.Equal(sent.Facts.Single(), again.Facts.Single());
        Assert.Equal(sent.Number + 1, again.Number);
        Step(new FactsAcknowledged(1, sent.Number));
        _now += TimeSpan.FromSeconds(2);
        Assert.Single(Step(NodeTick.Instance).OfType<SendFacts>());
        Step(new FactsAcknowledged(1, again.Number + 1));     // the one sent last
        _now += TimeSpan.FromSeconds(2);
        Assert.Empty(Step(NodeTick.Instance));
    }

    [Fact]
    public void A_later_batch_does_not_acknowledge_one_that_was_lost()
    {
        Take(Whole(Of(1), Of(2)));
        Step(new FactsAcknowledged(1, 1));
        Seen(1, Phase.Running);     // batch 2, lost
        Seen(2, Phase.Running);     // batch 3
        Step(new FactsAcknowledged(1, 3));
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal([new AllocationId(1)], Step(NodeTick.Instance).OfType<SendFacts>().Single().Batch.Facts.Select(fact => fact.Id));
    }

    [Fact]
    public void An_end_that_was_not_acknowledged_is_told_in_the_next_session()
    {
        Take(Whole(Of(1), Of(2)));
        Seen(1, Phase.Exited, 0);
        Seen(2, Phase.Exited, 0);
        Step(new FactsAcknowledged(1, 2));
        var batch = Step(new SessionBegan(2, 1)).OfType<SendFacts>().Single().Batch;
        Assert.Equal([new AllocationId(2)], batch.Facts.Select(fact => fact.Id));
    }

    [Fact]
    public void An_end_is_final()
    {
        Take(Whole(Of(1)));
        Seen(1, Phase.Exited, 7);
        Seen(1, Phase.Running);
        Assert.Equal(7, _node.Allocations.Single().Fact.ExitCode);
    }

    [Fact]
    public void The_last_five_ended_of_a_job_are_kept()
    {
        Take(Whole([.. Enumerable.Range(1, 8).Select(serial => Of((ulong)serial))]));
        for (ulong serial = 1; serial <= 8; serial++)
        {
            Seen(serial, Phase.Exited, 0);
            Step(new FactsAcknowledged(1, (long)serial + 1));
        }
        var removed = Take(Set() with { Dropped = [.. Enumerable.Range(1, 8).Select(serial => new AllocationId((ulong)serial))] }).OfType<RemoveAllocation>().Select(one => one.Id.Serial).ToList();
        Assert.Equal([1UL, 2, 3], removed);
        foreach (ulong serial in removed) Step(new AllocationGone(new AllocationId(serial)));
        Assert.Equal([4UL, 5, 6, 7, 8], _node.Allocations.Select(local => local.Assignment.Id.Serial));
    }

    [Fact]
    public void A_restarted_agent_reports_what_it_found_and_starts_none_of_it_again()
    {
        var adopted = new NodeMachine(new NodeOptions(),
        [
            new AdoptedAllocation(Of(1), Version, new AllocationFact { Id = new AllocationId(1), Phase = Phase.Running, Pid = 4 }),
            new AdoptedAllocation(Of(2), Version, new AllocationFact { Id = new AllocationId(2), Phase = Phase.Exited, ExitCode = 0 }),
        ]);
        var batch = Step(new SessionBegan(3, 2), adopted).OfType<SendFacts>().Single().Batch;
        Assert.Equal([1UL, 2], batch.Facts.Select(fact => fact.Id.Serial));
        var outputs = Step(new AssignmentsArrived(Whole(Of(1, epoch: 2), Of(2, epoch: 2)) with { Session = 3, Epoch = 2 }), adopted);
        Assert.IsType<AcknowledgeAssignments>(Assert.Single(outputs));
    }

    [Fact]
    public void Large_results_travel_in_batches_of_their_own()
    {
        Take(Whole([.. Enumerable.Range(1, 4).Select(serial => Of((ulong)serial))]));
        for (ulong serial = 1; serial <= 4; serial++)
            Step(new FactSeen(new AllocationFact { Id = new AllocationId(serial), Phase = Phase.Exited, ExitCode = 0, Result = ImmutableArray.Create(new byte[30_000]) }));
        var batches = Step(new SessionBegan(2, 1)).OfType<SendFacts>().Select(sent => sent.Batch).ToList();
        Assert.Equal(4, batches.Count);
        Assert.Equal([false, false, false, true], batches.Select(batch => batch.Completes));
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal(batches, Step(NodeTick.Instance).OfType<SendFacts>().Select(sent => sent.Batch));
    }
}
