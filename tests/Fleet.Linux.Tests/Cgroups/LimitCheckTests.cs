using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class LimitCheckTests
{
    private static readonly CgroupCapacity Host = new(4, CpuSet.First(4), 8L << 30, 32768);

    [Theory]
    [InlineData(0.001)]
    [InlineData(64.0)]
    [InlineData(double.NaN)]
    public void Cpus_outside_the_range_are_refused_with_the_range(double cpus) =>
        Assert.Contains("0.01 to 4", Refusal(new CgroupLimits { Cpus = cpus }, "cpus"));

    [Theory]
    [InlineData(0.01)]
    [InlineData(4.0)]
    [InlineData(0.0)]
    public void Cpus_at_the_ends_of_the_range_are_fine(double cpus) => LimitCheck.Check(new CgroupLimits { Cpus = cpus }, Host, null);

    [Fact]
    public void A_cpuset_beyond_the_machine_names_asked_and_available()
    {
        string message = Refusal(new CgroupLimits { CpusetCpus = "0-4095" }, "cpuset");
        Assert.Contains("0-4095", message);
        Assert.Contains("0-3", message);
    }

    [Fact]
    public void One_share_is_refused_in_words_of_shares()
    {
        string message = Refusal(new CgroupLimits { CpuShares = 1 }, "cpu-shares");
        Assert.Contains("shares 1", message);
        Assert.DoesNotContain("weight", message);
    }

    [Theory]
    [InlineData(1L << 20)]
    [InlineData(4L << 20)]
    public void Too_little_memory_is_refused_with_the_least_that_works(long memory) =>
        Assert.Contains("the least that works is 6m", Refusal(new CgroupLimits { Memory = memory }, "memory"));

    [Fact]
    public void Swap_alone_or_below_memory_is_refused_with_the_reason()
    {
        Assert.Contains("without a memory limit", Refusal(new CgroupLimits { MemoryAndSwap = 64 << 20 }, "memory-swap"));
        Assert.Contains("below the memory limit 64m", Refusal(new CgroupLimits { Memory = 64 << 20, MemoryAndSwap = 32 << 20 }, "memory-swap"));
        LimitCheck.Check(new CgroupLimits { Memory = 64 << 20, MemoryAndSwap = 64 << 20 }, Host, null);
        LimitCheck.Check(new CgroupLimits { Memory = 64 << 20, MemoryAndSwap = -1 }, Host, null);
        LimitCheck.Check(new CgroupLimits { MemoryAndSwap = 96 << 20 }, Host, memoryNow: 64 << 20);     // an update of swap only
    }

    [Fact]
    public void Pids_take_zero_and_minus_one_and_nothing_below()
    {
        LimitCheck.Check(new CgroupLimits { Pids = 0 }, Host, null);
        LimitCheck.Check(new CgroupLimits { Pids = -1 }, Host, null);
        Refusal(new CgroupLimits { Pids = -2 }, "pids");
    }

    private static string Refusal(CgroupLimits limits, string limit)
    {
        var refused = Assert.Throws<CgroupLimitException>(() => LimitCheck.Check(limits, Host, null));
        Assert.Equal(limit, refused.Limit);
        return refused.Message;
    }
}
