using Fleet.Linux.Cgroups;
using Fleet.Node.Incidents;

namespace Fleet.Node.Tests.Incidents;

public sealed class IncidentDetectorTests
{
    private static readonly CgroupIncidents Calm = new(0, 0, null, null, null, null);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly IncidentDetector _detector = new();

    [Fact]
    public void The_first_kill_is_told_at_once_and_those_that_follow_together_when_it_was_quiet_for_long_enough()
    {
        Assert.Equal(["oom count=1"], See(0, Calm with { OomKills = 1 }, sample: false));
        Assert.Empty(See(1, Calm with { OomKills = 3 }, sample: false));
        Assert.Empty(See(20, Calm with { OomKills = 4 }, sample: true));
        Assert.Equal(["oom count=3"], See(30, Calm with { OomKills = 4 }, sample: true));
        Assert.Empty(See(90, Calm with { OomKills = 4 }, sample: true));
    }

    [Fact]
    public void Kinds_do_not_hold_each_other_up() =>
        Assert.Equal(["oom count=2", "pids-limit count=5"], See(0, Calm with { OomKills = 2, RefusedForks = 5 }, sample: false));

    [Fact]
    public void What_had_happened_before_the_watching_began_is_not_told_again()
    {
        var detector = new IncidentDetector(Calm with { OomKills = 7, RefusedForks = 7 });
        Assert.Empty(detector.See(Calm with { OomKills = 7, RefusedForks = 7 }, Start, sample: true));
        Assert.Single(detector.See(Calm with { OomKills = 8, RefusedForks = 7 }, Start, sample: true));
    }

    [Fact]
    public void Throttling_is_told_when_it_begins_and_again_only_after_it_had_ended()
    {
        Assert.Empty(See(0, Throttled(100, 10), sample: true));                                                     // a tenth: calm
        Assert.Equal(["throttled count=50 periods=100 seconds=5"], See(10, Throttled(200, 60), sample: true));
        Assert.Empty(See(20, Throttled(300, 160), sample: true));                                                   // it lasts
        Assert.Empty(See(30, Throttled(400, 162), sample: true));                                                   // it ends
        Assert.Equal(["throttled count=98 periods=100 seconds=9.8"], See(40, Throttled(500, 260), sample: true));
    }

    [Fact]
    public void A_few_periods_are_no_ground_to_judge_throttling()
    {
        Assert.Empty(See(0, Throttled(4, 4), sample: true));
        Assert.Single(See(10, Throttled(12, 12), sample: true));
    }

    [Fact]
    public void Throttling_is_judged_by_samples_only_and_never_without_a_quota()
    {
        Assert.Empty(See(0, Throttled(100, 100), sample: false));
        Assert.Empty(See(0, Calm, sample: true));
    }

    [Fact]
    public void Pressure_is_told_by_resource_when_it_begins()
    {
        Assert.Equal(["pressure count=1 resource=memory percent=35.5"], See(0, Calm with { MemoryPressure = 35.5, CpuPressure = 59, IoPressure = 1 }, sample: true));
        Assert.Empty(See(10, Calm with { MemoryPressure = 15 }, sample: true));     // neither begun nor ended
        Assert.Empty(See(40, Calm with { MemoryPressure = 80 }, sample: true));
        Assert.Empty(See(50, Calm with { MemoryPressure = 2 }, sample: true));
        Assert.Single(See(60, Calm with { MemoryPressure = 80 }, sample: true));
    }

    [Fact]
    public void A_kill_is_told_by_whoever_claims_it_first()
    {
        var claims = new OomClaims();
        var id = new Model.AllocationId(1);
        Assert.True(claims.Claim(id, 1));
        Assert.False(claims.Claim(id, 1));
        Assert.True(claims.Claim(id, 2));
        Assert.False(claims.Claim(id, 1));
    }

    private static CgroupIncidents Throttled(long periods, long throttled) => Calm with { Throttling = new Throttling(periods, throttled, throttled * 100_000_000) };

    private IEnumerable<string> See(int second, CgroupIncidents now, bool sample) =>
        _detector.See(now, Start.AddSeconds(second), sample).Select(i => $"{i.Kind} {string.Join(' ', i.Attributes.Select(a => $"{a.Key}={a.Value}"))}");
}
