using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>Texts of real kernels, and folders laid out like theirs.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-cont-cgroup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mountinfo_tells_the_hierarchies_and_octal_blanks()
    {
        IReadOnlyList<CgroupMount> mounts = CgroupMounts.Parse(
            """
            25 20 0:23 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
            26 25 0:24 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
            27 25 0:25 /docker/abc /sys/fs/cgroup/a\040b rw shared:9 - cgroup cgroup rw,memory
            28 25 0:26 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
            29 25 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
            """);
        Assert.Equal(["cpu", "cpuacct"], mounts[0].Controllers);
        Assert.Equal("/sys/fs/cgroup/a b", mounts[1].MountPoint);
        Assert.Equal("/sys/fs/cgroup/a b/x", mounts[1].FolderOf("/docker/abc/x"));
        Assert.Null(mounts[1].FolderOf("/elsewhere"));
        Assert.True(mounts[3].Unified);
    }

    [Fact]
    public void Version_two_statistics_are_read_in_one_unit()
    {
        Write("cpu.stat", "usage_usec 2000\nuser_usec 1500\nsystem_usec 500\nnr_periods 10\nnr_throttled 4\nthrottled_usec 70\n");
        Write("cpu.max", "50000 100000\n");
        Write("cpu.pressure", "some avg10=1.50 avg60=0.25 avg300=0.00 total=123\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        Write("memory.stat", "anon 1000\nfile 5000\nshmem 200\ninactive_file 3000\nactive_file 100\n");
        Write("memory.current", "7000\n");
        Write("memory.max", "max\n");
        Write("memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 3\n");
        Write("memory.swap.current", "0\n");
        Write("pids.current", "5\n");
        Write("pids.max", "20\n");
        Write("io.stat", "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n8:0\n");
        CpuStatistics cpu = Linux.Cgroups.V2.Cpu.Read(_folder);
        Assert.Equal((2_000_000, 1_500_000, 500_000), (cpu.UsageNanoseconds, cpu.UserNanoseconds, cpu.SystemNanoseconds));
        Assert.Equal(new Throttling(10, 4, 70_000), cpu.Throttling);
        Assert.Equal(1.5, cpu.Pressure!.Some.Average10);
        MemoryStatistics memory = Linux.Cgroups.V2.Memory.Read(_folder);
        Assert.Equal((4000, 7000, null, 3), (memory.Usage, memory.UsageWithCache, memory.Limit, memory.OomKills));
        Assert.Equal(new PidsStatistics(5, 20), Linux.Cgroups.V2.Pids.Read(_folder));
        Assert.Equal(new IoStatistics(8, 16, 1459200, 314773504, 192, 353), Linux.Cgroups.V2.Io.Read(_folder)[0]);
    }

    [Fact]
    public void Without_a_quota_there_is_no_throttling_rather_than_none_yet()
    {
        Write("cpu.stat", "usage_usec 1\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");
        Write("cpu.max", "max 100000\n");
        Assert.Null(Linux.Cgroups.V2.Cpu.Read(_folder).Throttling);
    }

    [Fact]
    public void Version_one_block_counters_are_put_together_by_device()
    {
        var devices = new SortedDictionary<(uint, uint), IoStatistics>();
        Linux.Cgroups.V1.Io.Add(devices, "8:0 Read 4096\n8:0 Write 512\n8:0 Sync 1\n8:0 Total 4608\nTotal 4608", operations: false);
        Linux.Cgroups.V1.Io.Add(devices, "8:0 Read 1\n8:0 Write 2\n", operations: true);
        Assert.Equal(new IoStatistics(8, 0, 4096, 512, 1, 2), Assert.Single(devices.Values));
    }

    [Fact]
    public void Capacity_is_the_least_on_the_way_up()
    {
        string inner = Path.Combine(_folder, "fleet", "lab-n1", "agent");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(_folder, "fleet", "lab-n1", "cpu.max"), "100000 100000\n");
        File.WriteAllText(Path.Combine(_folder, "fleet", "lab-n1", "memory.max"), "2147483648\n");
        File.WriteAllText(Path.Combine(_folder, "fleet", "pids.max"), "500\n");
        File.WriteAllText(Path.Combine(inner, "cpuset.cpus.effective"), "0-1\n");
        File.WriteAllText(Path.Combine(inner, "memory.max"), "max\n");
        var host = new CgroupCapacity(4, CpuSet.First(4), 8L << 30, 32768);
        CgroupCapacity capacity = Linux.Cgroups.V2.Capacity.Read(inner, _folder, host);
        Assert.Equal(1, capacity.Cpus);
        Assert.Equal("0-1", capacity.CpuSet.ToString());
        Assert.Equal(2L << 30, capacity.MemoryBytes);
        Assert.Equal(500, capacity.Pids);
    }

    [SkippableFact]
    public void Capacity_of_this_process_is_within_the_machine()
    {
        Skip.IfNot(Environment.UserName == "root", "cgroups need root");
        CgroupCapacity own = CgroupDriver.Detect().Capacity(), host = HostCapacity.Read();
        Assert.InRange(own.Cpus, 0.01, host.Cpus);
        Assert.InRange(own.MemoryBytes, 1 << 20, host.MemoryBytes);
        Assert.InRange(own.Pids, 1, host.Pids);
    }

    [Theory]
    [InlineData("fleet/../x")]
    [InlineData("/fleet")]
    [InlineData("fleet//x")]
    [InlineData("")]
    public void A_path_that_leads_out_of_the_tree_is_no_group(string path) => Assert.Throws<ArgumentException>(() => GroupName.Check(path));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    [Theory]
    [InlineData("50000 100000", 0.5)]
    [InlineData("300000 100000", 3.0)]
    [InlineData("max 100000", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_quota_of_version_2_is_read_in_cores_and_max_is_none(string? text, double? cores) =>
        Assert.Equal(cores, Fleet.Linux.Cgroups.V2.Cpu.Limit(text));

    [Fact]
    public void Version_2_says_everything_in_the_units_of_version_1()
    {
        string folder = Directory.CreateTempSubdirectory("fleet-test-cgroup2-").FullName;
        try
        {
            foreach (var (file, text) in new Dictionary<string, string>
            {
                ["cpu.max"] = "10000 100000", ["cpu.stat"] = "usage_usec 2000\nuser_usec 1500\nsystem_usec 500\nnr_periods 40\nnr_throttled 30\nthrottled_usec 700",
                ["memory.current"] = "9000", ["memory.max"] = "10000", ["memory.stat"] = "anon 3000\nfile 5000\nkernel 1000\nshmem 400\ninactive_file 4000",
                ["memory.swap.current"] = "7", ["memory.events"] = "low 0\nmax 9\noom 3\noom_kill 2", ["memory.peak"] = "9500",
                ["pids.current"] = "3", ["pids.max"] = "max", ["pids.events"] = "max 5",
                ["io.stat"] = "8:16 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0",
                ["io.pressure"] = "some avg10=1.50 avg60=0.00 avg300=0.00 total=9\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0",
            })
            {
                File.WriteAllText(Path.Combine(folder, file), text + "\n");
            }

            var group = new Fleet.Linux.Cgroups.V2.Group(Path.GetFileName(folder), Path.GetDirectoryName(folder)!);
            var all = group.Statistics();
            Assert.Equal((2_000_000, 1_500_000, 500_000, 0.1), (all.Cpu.UsageNanoseconds, all.Cpu.UserNanoseconds, all.Cpu.SystemNanoseconds, all.Cpu.Limit!.Value));
            Assert.Equal(new Throttling(40, 30, 700_000), all.Cpu.Throttling);
            Assert.Equal((5000, 9000, 3000, 5000), (all.Memory.Usage, all.Memory.UsageWithCache, all.Memory.Anonymous, all.Memory.File));
            Assert.Equal((400, 1000L, 7L, 9500L, 2), (all.Memory.Shared, all.Memory.Kernel!.Value, all.Memory.Swap!.Value, all.Memory.Peak!.Value, all.Memory.OomKills));
            Assert.Equal((new PidsStatistics(3, null), 1.5), (all.Pids, all.IoPressure!.Some.Average10));
            Assert.Equal(new CgroupIncidents(2, 5, new Throttling(40, 30, 700_000), null, null, 1.5), group.Incidents());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
