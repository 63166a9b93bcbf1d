using Fleet.Containers.Plan;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Tests.Plan;

public sealed class LimitPlansTests
{
    private static readonly ResourcesSpec Resources = new()
    {
        Cpu = new CpuSpec { Quota = 25_000, Period = 50_000, Shares = 512, Cpus = "0" },
        Memory = new MemorySpec { Limit = 64 << 20, Swap = -1 },
        Pids = new PidsSpec(20),
        Devices = [new DeviceRuleSpec(false, Access: "rwm"), new DeviceRuleSpec(true, "c", 1, 3, "rw")],
        BlockIO = new BlockIoSpec { ThrottleReadBpsDevice = [new(8, 0, 1000)], ThrottleWriteIOPSDevice = [new(8, 0, 7)] },
    };

    [Fact]
    public void The_specifications_resources_become_limits()
    {
        CgroupLimits limits = LimitPlans.Of(Resources);
        Assert.Equal((0.5, 50_000L, 512L), (limits.Cpus, limits.CpuPeriodMicroseconds, limits.CpuShares));
        Assert.Equal((64L << 20, -1L, 20L), (limits.Memory, limits.MemoryAndSwap, limits.Pids));
        Assert.Equal(["a", "c 1:3 rw"], limits.Devices!.Select(rule => rule.ToString()));
        Assert.Equal(new IoThrottle(8, 0) { ReadBytesPerSecond = 1000, WriteOperationsPerSecond = 7 }, Assert.Single(limits.IoThrottles));
    }

    [Fact]
    public void What_the_setup_says_goes_before_and_the_default_devices_come_last()
    {
        var setup = new ContainerSetup
        {
            Id = "x", Cgroup = new CgroupPlace("j", "x"), Limits = new CgroupLimits { Memory = 32 << 20 },
            Spec = RuntimeSpecDefaults.Create(["x"]) with { Linux = new LinuxSpec { Resources = Resources with { Devices = null } } },
        };
        CgroupLimits limits = LimitPlans.Of(setup);
        Assert.Equal((32L << 20, 20L), (limits.Memory, limits.Pids));
        Assert.Same(RuntimeSpecDefaults.DeviceRules, limits.Devices);
    }
}
