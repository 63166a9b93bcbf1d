using Fleet.Containers.Tests.Support;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Tests.Runtime;

/// <summary>Limits of the group that all containers of a job are in.</summary>
public sealed class JobGroupTests
{
    private const string Fill = "dd if=/dev/zero of=/dev/shm/f bs=1M count=40 2>/dev/null; echo full; exec sleep 1000";

    private static CgroupStatistics Job(Bench bench) => bench.Runtime.Cgroups.At($"{bench.Options.CgroupParent}/job").Statistics();

    private static async Task UntilSaysAsync(RunningContainer container, string word)
    {
        while (!(await Output.OfAsync(container)).Contains(word, StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }
    }

    [SkippableFact]
    public async Task A_container_begins_under_its_jobs_limits_and_is_killed_for_want_of_the_jobs_memory()
    {
        await using var bench = new Bench();
        bench.Runtime.Jobs.Say("job", new CgroupLimits { Memory = 32 << 20, MemoryAndSwap = 32 << 20, Pids = 8 });
        bench.Runtime.Jobs.Settle("job");       // none of it runs: nothing to do
        await bench.StartAsync(bench.Shell("first", "sleep 1000"));
        Assert.Equal((32L << 20, 8L), (Job(bench).Memory.Limit!.Value, Job(bench).Pids.Limit!.Value));

        (ExitRecord exit, _) = await bench.RunAsync(bench.Shell("eater", "exec tail /dev/zero"));
        Assert.Equal((137, true), (exit.ExitCode, exit.OomKilled));

        (_, string output) = await bench.RunAsync(bench.Shell("bomb", "for i in 1 2 3 4 5 6 7 8 9; do sleep 100 & done; wait"));
        Assert.Contains("can't fork", output);
    }

    [SkippableFact]
    public async Task Less_memory_than_a_job_uses_is_refused_and_set_when_the_user_of_it_has_gone()
    {
        await using var bench = new Bench();
        RunningContainer user = await bench.StartAsync(bench.Shell("user", Fill));
        await bench.StartAsync(bench.Shell("other", "sleep 1000"));
        await UntilSaysAsync(user, "full");
        bench.Runtime.Jobs.Say("job", new CgroupLimits { Memory = 24 << 20 });
        Assert.Contains("24m is below what is in use", Assert.Throws<CgroupLimitException>(() => bench.Runtime.Jobs.Settle("job")).Message);
        Assert.Null(Job(bench).Memory.Limit);
        await user.DeleteAsync();
        Assert.Equal(24 << 20, Job(bench).Memory.Limit);
    }

    [SkippableFact]
    public async Task What_is_named_no_more_is_lifted_and_the_group_goes_with_the_last_container()
    {
        await using var bench = new Bench();
        bench.Runtime.Jobs.Say("job", new CgroupLimits { Cpus = 0.5, Memory = 64 << 20, Pids = 20 });
        RunningContainer one = await bench.StartAsync(bench.Shell("one", "sleep 1000"));
        bench.Runtime.Jobs.Say("job", new CgroupLimits { Pids = 10 });
        bench.Runtime.Jobs.Settle("job");
        Assert.Equal((null, null, 10L), (Job(bench).Memory.Limit, Job(bench).Cpu.Throttling, Job(bench).Pids.Limit!.Value));
        await one.DeleteAsync();
        Assert.False(bench.Runtime.Cgroups.At($"{bench.Options.CgroupParent}/job").Exists);
    }
}
