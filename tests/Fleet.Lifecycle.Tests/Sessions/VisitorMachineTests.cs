using Fleet.Lifecycle.Sessions;

namespace Fleet.Lifecycle.Tests.Sessions;

public sealed class VisitorMachineTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);
    private readonly VisitorMachine _visitor = new(new VisitorOptions { Doors = ["c1:1", "c2:1"] }, () => 0.5);
    private TimeSpan _now = TimeSpan.FromHours(1);

    private IReadOnlyList<VisitorOutput> Step(VisitorInput input) => _visitor.Step(input, _now);

    private SayHello Hello() => Step(Wake.Instance).OfType<SayHello>().Single();

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);

    private SendHeartbeat Enter(long epoch = 1)
    {
        var hello = Hello();
        var outputs = Step(new Welcomed(hello.Number, "s", 1, epoch, Lease, 64));
        Assert.Contains(outputs, output => output is Entered);
        return outputs.OfType<SendHeartbeat>().Single();
    }

    [Fact]
    public void It_says_hello_and_is_inside_once_welcomed()
    {
        Enter();
        Assert.Equal(VisitorState.Inside, _visitor.State);
        Assert.Equal(_now + TimeSpan.FromSeconds(1), _visitor.NextWake);
    }

    [Fact]
    public void Doors_are_tried_in_turn_and_after_a_round_there_is_a_growing_pause()
    {
        Assert.Equal("c1:1", Hello().Door);
        Pass(1);
        Assert.Equal("c2:1", Hello().Door);
        var pauses = new List<double>();
        for (int round = 0; round < 6; round++)
        {
            Pass(1);
            Assert.Empty(Step(Wake.Instance));
            pauses.Add((_visitor.NextWake - _now).TotalSeconds);
            _now = _visitor.NextWake;
            Hello();
            Pass(1);
            Hello();
        }
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 2], pauses.Select(pause => Math.Round(pause, 3)));
    }

    [Fact]
    public void A_welcome_to_an_older_hello_is_ignored()
    {
        var first = Hello();
        Pass(1);
        var second = Hello();
        Assert.Empty(Step(new Welcomed(first.Number, "old", 1, 1, Lease, 64)));
        Assert.NotEmpty(Step(new Welcomed(second.Number, "new", 2, 1, Lease, 64)));
        Assert.Equal("new", _visitor.Welcome!.Session);
    }

    [Fact]
    public void A_redirect_is_followed_at_once_but_not_for_ever()
    {
        var hello = Hello();
        for (int hop = 0; hop < 3; hop++)
        {
            hello = Step(new Redirected(hello.Number, $"c{hop}:9")).OfType<SayHello>().Single();
            Assert.Equal($"c{hop}:9", hello.Door);
        }
        Assert.Equal("c2:1", Step(new Redirected(hello.Number, "c9:9")).OfType<SayHello>().Single().Door);
    }

    [Fact]
    public void The_lease_counts_from_sending()
    {
        var beat = Enter();
        var sent = _now;
        Pass(3);
        Step(new HeartbeatAcknowledged(beat.Number, 1));
        Assert.Equal(sent + Lease, _visitor.LeaseEnds);
        Assert.Equal(VisitorState.Inside, _visitor.State);
    }

    [Fact]
    public void Without_acknowledgements_it_leaves_when_the_lease_ends_and_says_hello_again()
    {
        Enter();
        for (int second = 1; second < 5; second++)
        {
            Pass(1);
            Assert.IsType<SendHeartbeat>(Assert.Single(Step(Wake.Instance)));
        }
        Pass(1);
        var outputs = Step(Wake.Instance);
        Assert.IsType<Left>(outputs[0]);
        Assert.IsType<SayHello>(outputs[1]);
    }

    [Fact]
    public void After_a_long_stop_it_says_hello_at_once()
    {
        Enter();
        Pass(60);
        Assert.Contains(Step(Wake.Instance), output => output is SayHello { Door: "c1:1" });
    }

    [Fact]
    public void An_acknowledgement_after_the_end_of_the_lease_does_not_revive_it()
    {
        var beat = Enter();
        Pass(6);
        Step(new HeartbeatAcknowledged(beat.Number, 1));
        Assert.Contains(Step(Wake.Instance), output => output is Left);
    }

    [Fact]
    public void A_higher_epoch_makes_it_say_hello_again()
    {
        var beat = Enter();
        var outputs = Step(new HeartbeatAcknowledged(beat.Number, 2));
        Assert.Contains(outputs, output => output is Left { Why: "a scheduler of epoch 2 has taken over" });
        Assert.Contains(outputs, output => output is SayHello);
    }

    [Fact]
    public void A_goodbye_is_said_once_and_nothing_after()
    {
        Enter();
        Assert.IsType<SayGoodbye>(Assert.Single(Step(new GoAway())));
        Pass(60);
        Assert.Empty(Step(Wake.Instance));
    }

    [Fact]
    public void The_host_holds_the_session_a_grace_longer_than_the_visitor()
    {
        var host = new HostSession(new HostSessionOptions { Lease = Lease, Grace = TimeSpan.FromSeconds(1), Credits = 2 }, _now);
        Assert.False(host.IsOver(_now + TimeSpan.FromSeconds(5.9)));
        Assert.True(host.Hear(_now + TimeSpan.FromSeconds(5.9)));
        Assert.True(host.IsOver(_now + TimeSpan.FromSeconds(11.9)));
        Assert.False(host.Hear(_now + TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public void Credits_bound_what_is_in_flight_but_one_large_thing_passes()
    {
        var host = new HostSession(new HostSessionOptions { Credits = 2 }, _now);
        Assert.True(host.TryTake(1));
        Assert.False(host.TryTake(2));
        Assert.True(host.TryTake(1));
        Assert.False(host.TryTake(1));
        host.GiveBack(2);
        Assert.True(host.TryTake(5));
        Assert.False(host.TryTake(1));
    }
}
