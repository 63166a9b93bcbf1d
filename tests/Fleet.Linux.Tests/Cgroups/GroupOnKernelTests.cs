using System.Diagnostics;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class GroupOnKernelTests
{
    [SkippableFact]
    public void Each_limit_is_seen_by_the_kernel()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits
        {
            Cpus = 0.5, CpuShares = 512, Memory = 64 << 20, MemoryReservation = 32 << 20, Pids = 20, CpusetCpus = "0",
        });
        (string Controller, string File, string Value)[] files = test.Driver.Version == 1
            ?
            [
                ("cpu", "cpu.cfs_quota_us", "50000"), ("cpu", "cpu.cfs_period_us", "100000"), ("cpu", "cpu.shares", "512"),
                ("memory", "memory.limit_in_bytes", $"{64 << 20}"), ("memory", "memory.memsw.limit_in_bytes", $"{128 << 20}"),
                ("memory", "memory.soft_limit_in_bytes", $"{32 << 20}"), ("pids", "pids.max", "20"), ("cpuset", "cpuset.cpus", "0"),
            ]
            :
            [
                ("cpu", "cpu.max", "50000 100000"), ("cpu", "cpu.weight", $"{LimitValues.Weight(512)}"),
                ("memory", "memory.max", $"{64 << 20}"), ("memory", "memory.swap.max", $"{64 << 20}"),
                ("memory", "memory.low", $"{32 << 20}"), ("pids", "pids.max", "20"), ("cpuset", "cpuset.cpus", "0"),
            ];
        Assert.All(files, file => Assert.Equal(file.Value, test.Read(file.Controller, file.File)));
    }

    [SkippableFact]
    public void Rates_of_a_block_device_are_seen_by_the_kernel_and_lifted_by_zero()
    {
        using var test = new TestGroup();
        string? device = Directory.GetDirectories("/sys/block").Select(path => File.ReadAllText(Path.Combine(path, "dev")).Trim()).FirstOrDefault();
        Skip.If(device is null, "needs a block device");
        Assert.True(KernelText.Device(device, out uint major, out uint minor));
        var throttle = new IoThrottle(major, minor) { ReadBytesPerSecond = 1 << 20, WriteOperationsPerSecond = 100 };
        string ReadRates() => test.Driver.Version == 1
            ? $"{test.Read("blkio", "blkio.throttle.read_bps_device")} {test.Read("blkio", "blkio.throttle.write_iops_device")}".Trim()
            : test.Read("io", "io.max");
        test.Group.Apply(new CgroupLimits { IoThrottles = [throttle] });
        Assert.Equal(test.Driver.Version == 1 ? $"{device} 1048576 {device} 100" : $"{device} rbps=1048576 wbps=max riops=max wiops=100", ReadRates());
        test.Group.Apply(new CgroupLimits { IoThrottles = [throttle with { ReadBytesPerSecond = 0, WriteOperationsPerSecond = 0 }] });
        Assert.Equal("", ReadRates());
    }

    [SkippableFact]
    public void A_device_that_is_not_there_is_named()
    {
        using var test = new TestGroup();
        var thrown = Assert.Throws<KernelException>(
            () => test.Group.Apply(new CgroupLimits { IoThrottles = [new IoThrottle(4000, 7) { ReadBytesPerSecond = 1 }] }));
        Assert.Contains("4000:7", thrown.Message);
        Assert.Contains("lsblk", thrown.Message);
    }

    [SkippableFact]
    public void A_thread_that_started_something_in_it_and_is_ending_does_not_keep_it()
    {
        for (int round = 0; round < 20; round++)
        {
            using var test = new TestGroup();
            using ManualResetEventSlim inside = new(), leave = new();
            new Thread(() =>
            {
                test.Group.AddThisThread();
                inside.Set();
                leave.Wait();
            }).Start();
            inside.Wait();
            Task removal = Task.Run(test.Group.RemoveIfEmpty);
            leave.Set();
            removal.Wait();
            Assert.False(test.Group.Exists);
        }
    }

    [SkippableFact]
    public void Zero_and_minus_one_lift_every_limit()
    {
        using var test = new TestGroup();
        foreach (long none in (long[])[0, -1])
        {
            test.Group.Apply(new CgroupLimits { Cpus = 0.5, Memory = 64 << 20, Pids = 20 });
            test.Group.Apply(new CgroupLimits { Cpus = none, Memory = none, Pids = none });
            CgroupStatistics statistics = test.Group.Statistics();
            Assert.Null(statistics.Cpu.Throttling);
            Assert.Null(statistics.Memory.Limit);
            Assert.Null(statistics.Pids.Limit);
        }
    }

    [SkippableFact]
    public void A_process_of_the_group_is_listed_frozen_thawed_and_killed()
    {
        using var test = new TestGroup();
        using Process process = test.Run("echo in; exec sleep 1000");
        Assert.Equal("in", process.StandardOutput.ReadLine());
        Assert.Equal([process.Id], test.Group.Pids());

        test.Group.Freeze();
        Assert.True(test.Group.IsFrozen);
        test.Group.Thaw();
        Assert.False(test.Group.IsFrozen);

        test.Group.Freeze();
        test.Group.KillAll();
        process.WaitForExit();
        Assert.Equal(137, process.ExitCode);
        Assert.Empty(test.Group.Pids());
    }

    [SkippableFact]
    public void A_group_that_forks_without_end_is_killed_whole()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Pids = 40 });
        using Process process = test.Run("f() { while :; do (exec sleep 1000) & done; }; echo in; f 2>/dev/null");
        Assert.Equal("in", process.StandardOutput.ReadLine());
        test.Group.KillAll();
        process.WaitForExit();
        test.Group.Remove();
        Assert.False(test.Group.Exists);
    }

    [SkippableFact]
    public void Removing_takes_the_empty_parents_and_no_other()
    {
        using var one = new TestGroup();
        using var two = new TestGroup();
        one.Group.Remove();
        Assert.False(one.Group.Exists);
        Assert.False(one.Driver.At(Path.GetDirectoryName(one.Group.Path)!).Exists);
        Assert.True(one.Driver.At("fleet").Exists);
        Assert.True(two.Group.Exists);
        one.Group.Remove();     // a second time is no error
    }

    [SkippableFact]
    public void Groups_of_one_parent_come_and_go_at_once_without_hindering_each_other()
    {
        using var test = new TestGroup();
        string parent = Path.GetDirectoryName(test.Group.Path)!;
        Parallel.For(0, 200, i =>
        {
            ICgroup group = test.Driver.Create($"{parent}/job/{i}");
            group.Apply(new CgroupLimits { Pids = 10 });
            group.Remove();
        });
        Assert.False(test.Driver.At($"{parent}/job").Exists);
    }

    [SkippableFact]
    public void A_group_out_of_memory_counts_the_kill()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Memory = 16 << 20, MemoryAndSwap = 16 << 20 });
        using Process process = test.Run("exec dd if=/dev/zero of=/dev/null bs=200M count=1");
        process.WaitForExit();
        Assert.Equal(137, process.ExitCode);
        Assert.True(test.Group.Statistics().Memory.OomKills >= 1);
    }

    [SkippableFact]
    public void A_busy_loop_under_a_quota_is_throttled_and_its_time_is_counted()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Cpus = 0.01 });
        using Process process = test.Run("while :; do :; done");
        CpuStatistics cpu;
        do
        {
            Thread.Sleep(10);   // however busy the machine is, it comes
            cpu = test.Group.Statistics().Cpu;
        }
        while (cpu.Throttling is { ThrottledPeriods: 0 } or { ThrottledNanoseconds: 0 });

        Assert.NotNull(cpu.Throttling);
        Assert.True(cpu.Throttling.Periods >= cpu.Throttling.ThrottledPeriods);
        Assert.True(cpu.UsageNanoseconds > 0);
    }

    [SkippableFact]
    public void A_memory_limit_below_what_is_in_use_is_refused_and_the_process_lives()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Memory = 128 << 20, MemoryAndSwap = 128 << 20 });
        string file = $"/dev/shm/fleet-test-{Environment.ProcessId}";
        try
        {
            using Process process = test.Run($"dd if=/dev/zero of={file} bs=1M count=50 2>/dev/null; echo full; exec sleep 1000");
            Assert.Equal("full", process.StandardOutput.ReadLine());
            var refused = Assert.Throws<CgroupLimitException>(() => test.Group.Apply(new CgroupLimits { Memory = 32 << 20 }));
            Assert.Equal("memory", refused.Limit);
            Assert.Contains("32m is below what is in use", refused.Message);
            Assert.False(process.HasExited);
            Assert.Equal(128 << 20, test.Group.Statistics().Memory.Limit);
            Assert.True(test.Group.Statistics().Memory.Shared >= 50 << 20);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [SkippableFact]
    public void Raising_and_lowering_memory_keeps_the_swap_beside_it()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Memory = 64 << 20, MemoryAndSwap = 80 << 20 });
        foreach (long memory in (long[])[256 << 20, 32 << 20])
        {
            test.Group.Apply(new CgroupLimits { Memory = memory });
            Assert.Equal(memory, test.Group.Statistics().Memory.Limit);
            string swap = test.Driver.Version == 1 ? test.Read("memory", "memory.memsw.limit_in_bytes") : test.Read("memory", "memory.swap.max");
            Assert.Equal(test.Driver.Version == 1 ? memory + (16 << 20) : 16 << 20, long.Parse(swap));
        }
    }

    [SkippableFact]
    public void File_cache_that_can_be_dropped_does_not_count_as_usage()
    {
        using var test = new TestGroup();
        string file = $"/tmp/fleet-cont-cache-{Environment.ProcessId}";
        try
        {
            using Process process = test.Run($"dd if=/dev/zero of={file} bs=1M count=50 2>/dev/null; echo read; exec sleep 1000");
            Assert.Equal("read", process.StandardOutput.ReadLine());
            MemoryStatistics memory = test.Group.Statistics().Memory;
            Assert.Equal(memory.UsageWithCache - memory.InactiveFile, memory.Usage);
            Assert.True(memory.InactiveFile > 40 << 20, $"{memory}");
            Assert.True(memory.Usage < 20 << 20, $"{memory}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [SkippableFact]
    public void A_device_that_no_rule_allows_cannot_be_opened()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits
        {
            Devices =
            [
                new DeviceRule(false, DeviceKind.All, null, null, DeviceAccess.All),
                new DeviceRule(true, DeviceKind.Character, 1, 3, DeviceAccess.All),
                new DeviceRule(true, DeviceKind.Character, 1, 5, DeviceAccess.Read),
            ],
        });
        using Process process = test.Run(
            "echo > /dev/null && head -c1 /dev/zero | wc -c; (echo > /dev/zero) 2>/dev/null || echo refused; head -c1 /dev/urandom 2>&1 || true");
        Assert.Equal("1", process.StandardOutput.ReadLine());
        Assert.Equal("refused", process.StandardOutput.ReadLine());
        Assert.Contains("Operation not permitted", process.StandardOutput.ReadLine());
    }
}
