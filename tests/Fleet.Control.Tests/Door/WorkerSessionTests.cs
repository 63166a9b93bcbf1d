using Akka.Actor;
using Akka.TestKit;
using Fleet.Control.Tests.Support;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Workers;

namespace Fleet.Control.Tests.Door;

/// <summary>Messages of a worker that are lost, repeated or out of order, and what the scheduler gets to see.</summary>
public class WorkerSessionTests : DoorTestKit
{
    [Fact]
    public void A_session_opens_with_the_report_and_all_parts_of_the_whole_whichever_comes_first()
    {
        var worker = EnterWorker();
        worker.Say(Batch(worker, 2, whole: true, completes: true, id: 2));
        worker.Say(Batch(worker, 1, whole: true, completes: false, id: 1));
        worker.Say(Batch(worker, 3, id: 3));
        Assert.Equal(0, Gate.Waiting);
        worker.Say(new ReportNode(1, FakeNode.ReportOf("n1")));

        var opened = Gate.Next<SessionOpened>();
        Assert.Equal([1ul, 2ul], opened.Facts.Select(fact => fact.Id.Serial));
        Assert.Equal((worker.Number, 2), (opened.Session, opened.FactNumber));
        Assert.Equal(3, Gate.Next<FactsArrived>().Batch.Number);
    }

    [Fact]
    public void Facts_reach_the_scheduler_once_and_in_order_however_they_come()
    {
        var worker = OpenWorker();
        foreach (int number in (int[])[3, 2, 2, 5, 4, 3]) worker.Say(Batch(worker, number, id: number));
        Assert.Equal([2L, 3L, 4L, 5L], Enumerable.Range(0, 4).Select(_ => Gate.Next<FactsArrived>().Batch.Number));
        worker.Say(new Heartbeat(1, null, 0));
        worker.Visitor.FishForMessage(message => message is HeartbeatAck);
        Assert.Equal(1, worker.Heartbeats(Gate));
    }

    [Fact]
    public void What_was_acknowledged_is_acknowledged_again_when_it_is_repeated()
    {
        var worker = OpenWorker();
        worker.Say(Batch(worker, 2, id: 2));
        Gate.Next<FactsArrived>();
        worker.Session.Tell(new AcknowledgeFacts("n1", worker.Number, 2));
        Assert.Equal(2, worker.Hear<FactsAck>().Number);
        worker.Say(Batch(worker, 2, id: 2));
        Assert.Equal(2, worker.Hear<FactsAck>().Number);
        Assert.Equal(0, Gate.Waiting);
    }

    [Fact]
    public void Facts_that_stay_away_end_the_session_so_that_the_next_begins_with_the_whole()
    {
        var worker = OpenWorker();
        Watch(worker.Session);
        worker.Say(Batch(worker, 3, id: 3));
        worker.Say(new Heartbeat(1, null, 0));
        worker.Hear<HeartbeatAck>();
        Boot.Advance(TimeSpan.FromSeconds(2));
        worker.Hear<SessionGone>();
        ExpectTerminated(worker.Session);
        Gate.Next<SessionLost>();
    }

    [Fact]
    public void What_belongs_to_another_session_is_dropped()
    {
        var worker = OpenWorker();
        worker.Say(new Facts(Batch(worker, 2, id: 2).Batch with { Session = worker.Number - 1 }));
        worker.Say(new Protocol.Workers.WholeWanted(worker.Number - 1));
        worker.Say(new AssignmentAck(worker.Number - 1, 4));
        worker.Say(new Protocol.Workers.WholeWanted(worker.Number));
        Gate.Next<Lifecycle.Scheduler.WholeWanted>();
        Assert.Equal(0, Gate.Waiting);
    }

    [Fact]
    public void Reports_are_acknowledged_each_time_and_taken_once()
    {
        var worker = OpenWorker();
        worker.Say(new ReportNode(1, FakeNode.ReportOf("n1")));
        Assert.Equal(1, worker.Hear<ReportAck>().Number);
        worker.Say(new ReportNode(2, FakeNode.ReportOf("n1") with { Volumes = ["data"] }));
        Assert.Equal("data", Assert.Single(Gate.Next<NodeReportChanged>().Report.Volumes));
        Assert.Equal(0, Gate.Waiting);
    }

    [Fact]
    public void A_worker_cannot_report_for_another_node()
    {
        var worker = EnterWorker();
        worker.Say(Batch(worker, 1, whole: true, completes: true));
        worker.Say(new ReportNode(1, FakeNode.ReportOf("n2")));
        worker.Say(new ReportNode(1, FakeNode.ReportOf("n1")));
        Assert.Equal("n1", Gate.Next<SessionOpened>().Report.Name);
        Assert.Null(Context.Nodes.Find("n2"));
    }

    [Fact]
    public void A_lease_that_runs_out_is_told_with_the_time_of_the_last_sign_of_life()
    {
        var worker = OpenWorker();
        Boot.Advance(TimeSpan.FromSeconds(2));
        worker.Say(new Heartbeat(1, FakeUsage, 0));
        worker.Hear<HeartbeatAck>();
        var heard = Boot.GetUtcNow();
        Boot.Advance(Lease + TimeSpan.FromSeconds(2));
        Assert.Equal(heard, Gate.Next<SessionLost>().LastHeard);
        Assert.Null(Context.Nodes.Find("n1"));
    }

    [Fact]
    public void A_goodbye_closes_the_session_without_waiting_for_the_lease()
    {
        var worker = OpenWorker();
        worker.Say(new Goodbye("SIGTERM"));
        Assert.Equal(worker.Number, Gate.Next<SessionClosed>().Session);
    }

    [Fact]
    public void With_a_new_epoch_the_heartbeat_is_answered_by_it_and_the_session_ends()
    {
        var worker = OpenWorker();
        Watch(worker.Session);
        Gate.Epoch = 8;
        worker.Say(new Heartbeat(1, null, 0));
        worker.Visitor.FishForMessage(message => message is HeartbeatAck { Epoch: 8 } or SessionGone);
        ExpectTerminated(worker.Session);
        Assert.Equal(0, Gate.Waiting);
    }

    [Fact]
    public void Assignments_carry_tickets_for_the_holders_of_their_images()
    {
        var worker = OpenWorker();
        var set = new AssignmentSet
        {
            Epoch = 7, Session = worker.Number, Number = 1, Begins = true, Completes = true,
            Images = [new ImageSource(FakeNode.Digest, [new ImageHolder("n1", "127.0.0.1:7423"), new ImageHolder("gone", "127.0.0.1:1")])],
        };
        worker.Session.Tell(new SendAssignments("n1", set));
        var holder = Assert.Single(Assert.Single(worker.Hear<Assign>().Set.Images).Holders);
        Assert.NotNull(Protocol.Tickets.Ticket.Verify([.. FakeNode.ReportOf("n1").TicketKey], holder.Ticket,
            Protocol.Tickets.TicketPurpose.Image, FakeNode.Digest, Boot.GetUtcNow(), out _));
    }

    private static NodeUsage FakeUsage => new(new Resources(1, 2, 3), null, null, null);

    private Worker EnterWorker()
    {
        var (visitor, session, welcome) = Enter(VisitorRole.Worker, "n1");
        return new Worker(visitor, session, welcome.SessionNumber);
    }

    private Worker OpenWorker()
    {
        var worker = EnterWorker();
        worker.Say(new ReportNode(1, FakeNode.ReportOf("n1")));
        worker.Hear<ReportAck>();
        worker.Say(Batch(worker, 1, whole: true, completes: true));
        Gate.Next<SessionOpened>();
        return worker;
    }

    private static Facts Batch(Worker worker, long number, bool whole = false, bool completes = true, int id = 0) => new(new FactBatch
    {
        Session = worker.Number, Number = number, Whole = whole, Completes = completes,
        Facts = id == 0 ? [] : [new AllocationFact { Id = new AllocationId((ulong)id), Phase = Phase.Running }],
    });

    private sealed record Worker(TestProbe Visitor, IActorRef Session, long Number)
    {
        public void Say(IFleetMessage message) => Session.Tell(message, Visitor);

        public T Hear<T>() => (T)Visitor.FishForMessage(message => message is T);

        public int Heartbeats(FakeGate gate)
        {
            int heard = 0;
            for (; gate.Waiting > 0; heard++) gate.Next<NodeHeard>();
            return heard;
        }
    }
}
