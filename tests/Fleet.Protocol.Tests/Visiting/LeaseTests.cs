using Fleet.Protocol.Visiting;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Protocol.Tests.Visiting;

public class LeaseTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly Lease _lease;

    public LeaseTests()
    {
        _lease = new Lease(_clock);
        _lease.Begin(Length, _clock.GetTimestamp());
    }

    [Fact]
    public void It_runs_from_the_sending_of_what_was_acknowledged_however_late_that_came()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _lease.Sent(1);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(_lease.Acknowledged(1));
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(_lease.IsLost);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_lease.IsLost);
        Assert.Equal(TimeSpan.Zero, _lease.Over);
    }

    [Fact]
    public void An_acknowledgement_that_is_repeated_overtaken_or_made_up_renews_nothing()
    {
        _lease.Sent(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _lease.Sent(2);
        Assert.True(_lease.Acknowledged(2));
        Assert.False(_lease.Acknowledged(2));
        Assert.False(_lease.Acknowledged(1));
        Assert.False(_lease.Acknowledged(99));
        _clock.Advance(Length);
        Assert.True(_lease.IsLost);
    }

    [Fact]
    public void A_new_session_forgets_the_heartbeats_of_the_last()
    {
        _lease.Sent(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _lease.Begin(Length, _clock.GetTimestamp());
        Assert.False(_lease.Acknowledged(1));
    }

    [Fact]
    public void The_boot_clock_goes_forward_in_nanoseconds()
    {
        long first = BootClock.Instance.GetTimestamp();
        Assert.InRange(BootClock.Instance.GetElapsedTime(first), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (OperatingSystem.IsLinux())
            Assert.InRange(BootClock.Instance.GetElapsedTime(0), TimeSpan.FromMilliseconds(Environment.TickCount64 - 60_000), TimeSpan.MaxValue);
    }
}
