using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Limits;

/// <summary><c>fleet update</c> while a container runs, seen from the host.</summary>
public sealed class UpdateTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void Each_limit_changes_while_it_runs_and_is_kept_over_a_restart()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", "-m", "64m", "--cpus", "0.2", BusyboxImage.Name, "sleep", "1000").Line;
        int pid = cli.HostPid(id);
        cli.Do(
            "update", "-m", "128m", "--memory-swap", "160m", "--memory-reservation", "32m", "--cpus", "0.5", "--cpu-shares", "2048",
            "--cpuset-cpus", "0", "--pids-limit", "20", id);
        Holds(new HostGroup(pid));
        Assert.Equal(pid, cli.HostPid(id));

        cli.Do("update", "-m", "100m", id);     // the swap beside it stays: 32 MB
        Assert.Equal(132 << 20, new HostGroup(pid).Number("memory", "memory.memsw.limit_in_bytes"));
        cli.Do("update", "--memory-swap", "160m", id);
        cli.Do("update", "-m", "128m", "--memory-swap", "160m", id);
        cli.Do("restart", "-t", "0", id);
        Assert.NotEqual(pid, cli.HostPid(id));
        Holds(new HostGroup(cli.HostPid(id)));
        cli.Do("rm", "-f", id);
    }

    // runc#3509: version 1 said EBUSY, version 2 killed.
    [SkippableFact]
    public void Less_memory_than_is_in_use_is_refused_with_both_and_the_container_lives()
    {
        var cli = agent.Ready();
        string id = cli.Do(
            "run", "-d", "-m", "128m", BusyboxImage.Name, "sh", "-c", "dd if=/dev/zero of=/dev/shm/f bs=1M count=40 2>/dev/null; echo full; exec sleep 1000").Line;
        Until.Holds(() => cli.Do("logs", id).Line, log => log == "full", "the memory is in use");
        int pid = cli.HostPid(id);
        var outcome = cli.Try("update", "-m", "32m", "--pids-limit", "7", id);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Matches(@"memory limit 32m is below what is in use, 4\d(\.\d)?m; nothing was changed", outcome.Errors);
        var group = new HostGroup(pid);
        Assert.Equal((128L << 20, "max"), (group.Number("memory", "memory.limit_in_bytes"), group.Read("pids", "pids.max")));
        Assert.Equal(pid, cli.HostPid(id));
        cli.Do("rm", "-f", id);
    }

    // podman, runc: swap alone, and a sum below the memory.
    [SkippableFact]
    public void Swap_alone_may_be_updated_within_its_meaning()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", "-m", "64m", BusyboxImage.Name, "sleep", "1000").Line;
        var group = new HostGroup(cli.HostPid(id));
        cli.Do("update", "--memory-swap", "80m", id);
        Assert.Equal(80 << 20, group.Number("memory", "memory.memsw.limit_in_bytes"));
        cli.Do("update", "--memory-swap", "-1", id);
        Assert.True(group.Number("memory", "memory.memsw.limit_in_bytes") > 1L << 60);
        Assert.Contains("less than the memory limit 64m", cli.Try("update", "--memory-swap", "32m", id).Errors, StringComparison.Ordinal);
        cli.Do("rm", "-f", id);
    }

    private static void Holds(HostGroup group)
    {
        Assert.Equal(128 << 20, group.Number("memory", "memory.limit_in_bytes"));
        Assert.Equal(160 << 20, group.Number("memory", "memory.memsw.limit_in_bytes"));
        Assert.Equal(32 << 20, group.Number("memory", "memory.soft_limit_in_bytes"));
        Assert.Equal(50_000, group.Number("cpu", "cpu.cfs_quota_us"));
        Assert.Equal(2048, group.Number("cpu", "cpu.shares"));
        Assert.Equal("0", group.Read("cpuset", "cpuset.cpus"));
        Assert.Equal(20, group.Number("pids", "pids.max"));
    }
}
