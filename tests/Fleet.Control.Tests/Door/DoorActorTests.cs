using Akka.Actor;
using Fleet.Lifecycle.Scheduler;
using Fleet.Protocol.Sessions;

namespace Fleet.Control.Tests.Door;

public class DoorActorTests : DoorTestKit
{
    [Fact]
    public void A_welcome_names_a_session_that_cannot_be_guessed()
    {
        var first = Enter(VisitorRole.Client, "c1").Welcome;
        var second = Enter(VisitorRole.Client, "c2").Welcome;
        Assert.Equal(7, first.Epoch);
        Assert.True(second.SessionNumber > first.SessionNumber);
        Assert.Matches("/door/sessions/c1~[0-9a-f]{32}$", first.SessionPath);
        Assert.NotEqual(first.SessionPath[^32..], second.SessionPath[^32..]);
    }

    [Fact]
    public void Without_a_scheduler_here_the_visitor_is_sent_to_the_others_and_without_any_told_to_ask_again()
    {
        Gate.Epoch = 0;
        Door.Tell(Hello("n1"), TestActor);
        Assert.Equal(RefusalReason.NotReady, ExpectMsg<Refused>(refused => refused.RetryAfter > TimeSpan.Zero).Reason);
        OtherDoors = ["10.0.0.2:7421"];
        Door.Tell(Hello("n1"), TestActor);
        Assert.Equal("10.0.0.2:7421", Assert.Single(ExpectMsg<Redirect>().Doors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a~b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("$a")]
    [InlineData("ä")]
    public void An_id_that_is_none_is_refused(string id)
    {
        Door.Tell(Hello(id), TestActor);
        Assert.Equal(RefusalReason.BadId, ExpectMsg<Refused>().Reason);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    public void A_protocol_that_only_one_of_both_speaks_is_refused_with_both_ranges(int min, int max)
    {
        Door.Tell(new Hello(1, VisitorRole.Client, "c1", "i", min, max), TestActor);
        var refused = ExpectMsg<Refused>();
        Assert.Equal((RefusalReason.Protocol, 1, 1), (refused.Reason, refused.MinProtocol, refused.MaxProtocol));
        Assert.Contains("update the older", refused.Message);
    }

    [Fact]
    public void A_later_hello_of_an_id_ends_the_earlier_session_at_once()
    {
        var first = Enter(VisitorRole.Client, "c1");
        Watch(first.Session);
        Enter(VisitorRole.Client, "c1");
        ExpectTerminated(first.Session);
    }

    [Fact]
    public void Of_two_nodes_with_one_name_the_first_is_told_so_when_it_comes_back_and_a_restart_is_welcome()
    {
        foreach (string instance in (string[])["first", "second", "second", "third"])
        {
            Door.Tell(Hello("n1") with { Instance = instance }, TestActor);
            ExpectMsg<Welcome>();
        }
        Door.Tell(Hello("n1") with { Instance = "second" }, TestActor);
        var refused = ExpectMsg<Refused>();
        Assert.Equal(RefusalReason.BadId, refused.Reason);
        Assert.Contains("name of its own", refused.Message);
    }

    [Fact]
    public void A_journal_that_fails_is_the_reason_why_nobody_is_welcomed()
    {
        (Gate.Epoch, Gate.Trouble) = (0, "no space left on device");
        Door.Tell(Hello("n1"), TestActor);
        Assert.Equal("no space left on device", ExpectMsg<Refused>().Message);
    }

    [Fact]
    public void A_worker_and_a_client_of_one_name_do_not_end_each_other()
    {
        var worker = Enter(VisitorRole.Worker, "x");
        Enter(VisitorRole.Client, "x");
        worker.Session.Tell(new Heartbeat(1, null, 0), worker.Visitor);
        worker.Visitor.ExpectMsg<HeartbeatAck>();
    }

    [Fact]
    public void Who_speaks_to_a_session_that_is_no_more_is_told_so()
    {
        var visitor = Enter(VisitorRole.Client, "c1");
        visitor.Session.Tell(new Goodbye("test"), visitor.Visitor);
        Watch(visitor.Session);
        ExpectTerminated(visitor.Session);
        visitor.Session.Tell(new Heartbeat(1, null, 0), visitor.Visitor);
        Assert.Equal(visitor.Session.Path.Name, visitor.Visitor.ExpectMsg<SessionGone>().Session);
    }

    private static Hello Hello(string id) => new(1, VisitorRole.Worker, id, "i", ProtocolVersion.Oldest, ProtocolVersion.Current);
}
