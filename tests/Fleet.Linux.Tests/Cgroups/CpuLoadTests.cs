using System.Diagnostics;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>CPU limits against busy loops. However busy the machine is besides, the groups share what they get as asked.</summary>
public sealed class CpuLoadTests
{
    private const string Busy = "while :; do :; done";
    private const long Enough = 400_000_000;    // nanoseconds

    [SkippableFact]
    public void Of_two_groups_on_one_cpu_the_heavier_gets_more_and_less_after_an_update()
    {
        using var test = new TestGroup();
        ICgroup heavy = test.Driver.Create(test.Group.Path + "/heavy"), light = test.Driver.Create(test.Group.Path + "/light");
        heavy.Apply(new CgroupLimits { CpuShares = 4096, CpusetCpus = "0" });
        light.Apply(new CgroupLimits { CpuShares = 512, CpusetCpus = "0" });
        using Process one = TestGroup.Run(heavy, Busy), two = TestGroup.Run(light, Busy);
        Assert.True(Ratio(heavy, light) > 2, "eight times the weight is at least twice the time");
        heavy.Apply(new CgroupLimits { CpuShares = 64 });
        Assert.True(Ratio(light, heavy) > 2, "the update turned it round");
    }

    [SkippableFact]
    public void A_job_group_holds_back_all_below_it_together()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Cpus = 0.1 });
        ICgroup[] tasks = [test.Driver.Create(test.Group.Path + "/a"), test.Driver.Create(test.Group.Path + "/b")];
        foreach (ICgroup task in tasks) task.Apply(new CgroupLimits { Cpus = 0.08 });
        using Process one = TestGroup.Run(tasks[0], Busy), two = TestGroup.Run(tasks[1], Busy);
        long used = Usage(test.Group), from = Stopwatch.GetTimestamp();
        Await(() => Usage(test.Group) - used >= Enough);
        Assert.InRange((Usage(test.Group) - used) / Stopwatch.GetElapsedTime(from).TotalNanoseconds, 0, 0.115);
        Assert.True(test.Group.Statistics().Cpu.Throttling is { ThrottledPeriods: > 0, ThrottledNanoseconds: > 0 });
    }

    [SkippableFact]
    public void A_quota_below_those_of_the_groups_further_down_is_taken_and_counts()
    {
        using var test = new TestGroup();
        ICgroup task = test.Driver.Create(test.Group.Path + "/task/deeper");
        task.Apply(new CgroupLimits { Cpus = 0.8 });
        test.Group.Apply(new CgroupLimits { Cpus = 0.5 });
        Assert.Equal("50000", test.Read("cpu", test.Driver.Version == 1 ? "cpu.cfs_quota_us" : "cpu.max").Split(' ')[0]);
        var refused = Assert.Throws<CgroupLimitException>(() => task.Apply(new CgroupLimits { Cpus = 0.6 }));
        Assert.Contains("cpus 0.6: the range is 0.01 to 0.5", refused.Message);
    }

    [SkippableFact]
    public void A_process_runs_on_the_cpus_of_its_set_and_moves_with_an_update()
    {
        using var test = new TestGroup();
        Skip.If(Environment.ProcessorCount < 2, "needs two CPUs");
        test.Group.Apply(new CgroupLimits { CpusetCpus = "1" });
        using Process process = test.Run($"echo in; {Busy}");
        Assert.Equal("in", process.StandardOutput.ReadLine());
        Assert.Equal("1", Allowed(process.Id));
        test.Group.Apply(new CgroupLimits { CpusetCpus = "0" });
        Assert.Equal("0", Allowed(process.Id));
        Assert.Contains("available: ", Assert.Throws<CgroupLimitException>(() => test.Group.Apply(new CgroupLimits { CpusetCpus = "0-4095" })).Message);
    }

    /// <summary>CPU time of one over that of the other, from now until both together have had enough.</summary>
    private static void Await(Func<bool> worked) =>
        Assert.True(SpinWait.SpinUntil(worked, TimeSpan.FromMinutes(2)), "the groups got no CPU time to speak of within two minutes");

    private static double Ratio(ICgroup one, ICgroup other)
    {
        (long a, long b) = (Usage(one), Usage(other));
        Await(() => Usage(one) - a + Usage(other) - b >= 2 * Enough);
        return (double)(Usage(one) - a) / (Usage(other) - b + 1);
    }

    private static long Usage(ICgroup group) => group.Statistics().Cpu.UsageNanoseconds;

    private static string Allowed(int pid) =>
        File.ReadAllLines($"/proc/{pid}/status").Single(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t')[1];
}
