using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Protocol.Tests.Visiting;

/// <summary>A visitor whose doors are actors of the same system, reached by the paths that it makes of their addresses.</summary>
public class VisitorTests : TestKit
{
    private const string Settings = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          test.single-expect-default = 10s
        }
        """;

    private readonly FakeTimeProvider _clock = new();
    private readonly TestProbe _door;
    private readonly string _address;

    public VisitorTests()
        : base(Settings, DoorPath.SystemName)
    {
        _door = CreateTestProbe();
        var address = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        _address = $"{address.Host}:{address.Port}";
        Sys.ActorOf(Props.Create(() => new Forwarder(_door.Ref)), DoorPath.ActorName);
    }

    [Fact]
    public void It_says_hello_until_it_is_welcomed_and_only_the_answer_to_the_last_hello_counts()
    {
        var visitor = Visit(retryMilliseconds: 2000);
        var first = _door.ExpectMsg<Hello>();
        var second = _door.ExpectMsg<Hello>();
        Assert.Equal(("c1", VisitorRole.Client, first.Number + 1), (second.Id, second.Role, second.Number));
        visitor.Tell(Welcome(first.Number));
        visitor.Tell(Welcome(second.Number));
        Assert.Equal(second.Number, ExpectMsg<SessionOpened>().Welcome.HelloNumber);
    }

    [Fact]
    public void It_follows_a_redirect_and_reports_a_door_that_will_never_open()
    {
        var visitor = Visit();
        visitor.Tell(new Redirect(_door.ExpectMsg<Hello>().Number, ["nonsense", _address]));
        var hello = _door.ExpectMsg<Hello>();
        visitor.Tell(new Refused(hello.Number, RefusalReason.Protocol, "too old", default, 2, 3));
        var none = ExpectMsg<NoSession>();
        Assert.True(none.Permanent);
        Assert.Contains("too old", none.Reason);
    }

    [Fact]
    public void When_no_door_answers_that_is_said_once()
    {
        Visit(retryMilliseconds: 20);
        Assert.Contains(_address, ExpectMsg<NoSession>().Reason);
        for (int i = 0; i < 6; i++) _door.ExpectMsg<Hello>();
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Its_owner_hears_the_session_and_nobody_else_and_speaks_to_it()
    {
        var (visitor, session) = Enter();
        visitor.Tell(new Reply("r0", Model.Answer.Done("from a stranger")), CreateTestProbe());
        visitor.Tell(new Reply("r1", Model.Answer.Done("from the session")), session);
        Assert.Equal("r1", ExpectMsg<Reply>().RequestId);
        visitor.Tell(new ListJobs(1));
        session.FishForMessage(message => message is ListJobs);
    }

    [Fact]
    public void A_heartbeat_carries_usage_and_what_was_applied_in_this_session_only()
    {
        var (visitor, session) = Enter();
        visitor.Tell(new AppliedUpTo(Session: 1, 9));
        visitor.Tell(new AppliedUpTo(Session: 2, 4));
        visitor.Tell(new UsageIs(new Model.NodeUsage(new Model.Resources(1, 2, 3), null, null, null)));
        var beat = (Heartbeat)session.FishForMessage(message => message is Heartbeat { Usage: not null });
        Assert.Equal(4, beat.AssignmentNumber);
    }

    [Fact]
    public void A_lost_lease_closes_the_session_and_the_next_hello_tells_who_it_was()
    {
        var (_, session) = Enter();
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.True(ExpectMsg<SessionClosed>().LeaseLost);
        Assert.Equal([1, 2, 3], _door.ExpectMsg<Hello>().ResumeToken.ToArray());
        session.FishForMessage(message => message is Heartbeat);
    }

    [Fact]
    public void What_comes_after_the_lease_is_over_is_not_listened_to()
    {
        // As after a stop: what was sent before it, and what it orders may have been given to another since.
        var (visitor, session) = Enter();
        _clock.Advance(TimeSpan.FromMinutes(1));
        visitor.Tell(new Reply("r1", Model.Answer.Done("from before")), session);
        Assert.True(ExpectMsg<SessionClosed>().LeaseLost);
        _door.FishForMessage(message => message is Hello);
    }

    [Fact]
    public void A_higher_epoch_or_a_session_that_is_gone_leads_to_the_next_hello_at_once()
    {
        var (visitor, session) = Enter();
        var beat = (Heartbeat)session.FishForMessage(message => message is Heartbeat);
        visitor.Tell(new HeartbeatAck(beat.Number, 8), session);
        Assert.False(ExpectMsg<SessionClosed>().LeaseLost);
        visitor.Tell(Welcome(_door.ExpectMsg<Hello>().Number), session);
        ExpectMsg<SessionOpened>();
        visitor.Tell(new SessionGone("another"));
        visitor.Tell(new SessionGone("session"));
        ExpectMsg<SessionClosed>();
        _door.ExpectMsg<Hello>();
    }

    [Fact]
    public void A_broken_connection_to_its_control_host_leads_to_the_next_hello_at_once_and_one_to_another_does_not()
    {
        var (_, _) = Enter();
        var own = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        Sys.EventStream.Publish(new Akka.Remote.DisassociatedEvent(own, own.WithPort(1), inbound: false));
        ExpectNoMsg(TimeSpan.Zero);
        Sys.EventStream.Publish(new Akka.Remote.DisassociatedEvent(own, own, inbound: false));
        Assert.False(ExpectMsg<SessionClosed>().LeaseLost);
        _door.ExpectMsg<Hello>();
    }

    [Fact]
    public void Who_leaves_says_goodbye()
    {
        var (visitor, session) = Enter();
        Watch(visitor);
        visitor.Tell(new Leave("the test is over"));
        Assert.Equal("the test is over", ((Goodbye)session.FishForMessage(message => message is Goodbye)).Reason);
        ExpectTerminated(visitor);
    }

    [Theory]
    [InlineData("nohost")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:99999")]
    [InlineData(":1")]
    public void A_door_that_is_no_address_is_refused_by_name(string door) =>
        Assert.Contains($"'{door}'", Assert.Throws<FormatException>(() => DoorPath.Of(door)).Message);

    // Unless a test is about repetition, no Hello is repeated while the test prepares its answer.
    private IActorRef Visit(int retryMilliseconds = 60_000)
    {
        var retry = TimeSpan.FromMilliseconds(retryMilliseconds);
        return Sys.ActorOf(Visitor.Props(
            new VisitorSettings(VisitorRole.Client, "c1", [_address]) { Retry = retry, MaxRetry = retry }, TestActor, _clock));
    }

    private (IActorRef Visitor, TestProbe Session) Enter()
    {
        var session = CreateTestProbe(Sys, "session");
        var visitor = Visit();
        visitor.Tell(Welcome(_door.ExpectMsg<Hello>().Number), session);
        ExpectMsg<SessionOpened>();
        return (visitor, session);
    }

    private Welcome Welcome(long hello) => new(
        hello, 1, $"akka.tcp://{DoorPath.SystemName}@{_address}/system/session", 2, 7, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(50), 64)
    {
        ResumeToken = [1, 2, 3],
    };

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }
}
