using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class LimitValuesTests
{
    [Theory]
    [InlineData(0.5, null, 50_000L, 100_000)]
    [InlineData(2.0, null, 200_000L, 100_000)]
    [InlineData(0.01, null, 1_000L, 100_000)]
    [InlineData(0.01, 50_000L, 1_000L, 100_000)]    // 500 microseconds would be refused
    [InlineData(0.0, null, null, 100_000)]
    [InlineData(-1.0, null, null, 100_000)]
    public void Cores_become_quota_and_period(double cpus, long? period, long? quota, long window) =>
        Assert.Equal((quota, window), LimitValues.Quota(cpus, period));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1024, 100)]
    [InlineData(262_144, 10_000)]
    [InlineData(1, 1)]      // not 7e13
    public void Shares_become_weights_with_both_defaults_meeting(long shares, long weight) =>
        Assert.Equal(weight, LimitValues.Weight(shares));

    [Fact]
    public void More_shares_never_make_less_weight()
    {
        long last = 0;
        for (long shares = 2; shares <= 262_144; shares += 7)
        {
            long weight = LimitValues.Weight(shares);
            Assert.InRange(weight, Math.Max(1, last), 10_000);
            last = weight;
        }
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(1000, 10_000)]
    [InlineData(500, 4950)]
    public void Block_weights_cover_the_whole_scale(int weight, long expected) => Assert.Equal(expected, LimitValues.IoWeight(weight));

    [Theory]
    [InlineData(64L, 64L, 64L)]     // no swap
    [InlineData(64L, 100L, 100L)]
    [InlineData(64L, null, 128L)]   // as much swap as memory
    [InlineData(64L, 0L, 128L)]
    [InlineData(64L, -1L, null)]
    [InlineData(null, null, null)]
    public void Memory_and_swap_is_the_sum(long? memory, long? wish, long? total) => Assert.Equal(total, LimitValues.MemoryAndSwap(memory, wish));

    [Theory]
    [InlineData(96L, null, 64L, 64L, 96L)]      // no swap stays no swap
    [InlineData(96L, null, 64L, 100L, 132L)]
    [InlineData(96L, null, 64L, null, null)]    // unlimited stays unlimited
    [InlineData(96L, null, null, null, 192L)]   // the first limit: as for a new group
    [InlineData(64L, 70L, 64L, 128L, 70L)]      // said is said
    [InlineData(null, null, 64L, 128L, null)]
    public void An_update_keeps_the_swap_that_it_does_not_speak_of(long? memory, long? wish, long? oldMemory, long? oldTotal, long? total) =>
        Assert.Equal(total, LimitValues.MemoryAndSwap(memory, wish, (oldMemory, oldTotal)));

    [Theory]
    [InlineData(64L, 64L, 0L)]
    [InlineData(64L, 100L, 36L)]
    [InlineData(64L, null, null)]
    [InlineData(null, null, null)]
    public void Version_two_gets_the_difference(long? memory, long? total, long? swap) =>
        Assert.Equal(swap, Linux.Cgroups.V2.Memory.SwapOnly(memory, total));

    [Theory]
    [InlineData(0.5, "50000 100000")]
    [InlineData(0.0, "max 100000")]
    public void Cpu_max_is_written_as_quota_and_period(double cpus, string text) => Assert.Equal(text, Linux.Cgroups.V2.Cpu.Max(cpus, null));

    [Fact]
    public void Io_max_names_only_what_was_said_and_lifts_by_zero()
    {
        var throttle = new IoThrottle(8, 16) { ReadBytesPerSecond = 1048576, WriteOperationsPerSecond = 0 };
        Assert.Equal("8:16 rbps=1048576 wiops=max", Linux.Cgroups.V2.Io.Max(throttle));
    }
}
