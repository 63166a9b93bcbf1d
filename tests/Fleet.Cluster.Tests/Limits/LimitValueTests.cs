using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Limits;

/// <summary>What a limit's value means at its edges, from public bug reports of other engines.</summary>
public sealed class LimitValueTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private const string Swap = "/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes", Pids = "/sys/fs/cgroup/pids/pids.max";

    // runc#2288, crun#315, podman#5091: the value is memory and swap together. moby: 0 is no limit.
    [SkippableTheory]
    [InlineData(Swap, "67108864", "-m", "64m", "--memory-swap", "64m")]
    [InlineData(Swap, "134217728", "-m", "64m")]
    [InlineData(Swap, "9223372036854771712", "-m", "64m", "--memory-swap", "-1")]
    [InlineData("/sys/fs/cgroup/memory/memory.soft_limit_in_bytes", "33554432", "-m", "64m", "--memory-reservation", "32m")]
    [InlineData("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712", "-m", "0")]
    [InlineData("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1", "--cpus", "0")]
    [InlineData("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "1000", "--cpus", "0.01")]
    [InlineData("/sys/fs/cgroup/cpu/cpu.shares", "2", "--cpu-shares", "2")]
    [InlineData(Pids, "max", "--pids-limit", "0")]      // backend.ai#13821: not 0 tasks
    [InlineData(Pids, "max", "--pids-limit", "-1")]
    public void A_value_is_what_the_kernel_has(string file, string value, params string[] options) =>
        Assert.Equal(value, agent.Ready().Do(["run", "--rm", .. options, BusyboxImage.Name, "cat", file]).Line);

    // moby#28458, sarus#14, crun#1625, runc#4755, runc#1980: said in the user's words before the kernel says EINVAL.
    [SkippableTheory]
    [InlineData("less than the memory limit 64m", "-m", "64m", "--memory-swap", "32m")]
    [InlineData("needs a memory limit", "--memory-swap", "64m")]
    [InlineData("the least is 0.01", "--cpus", "0.001")]
    [InlineData("cpus 64: the range is 0.01 to", "--cpus", "64")]
    [InlineData("cpuset 0-4095: not all of these CPUs are there; available: 0", "--cpuset-cpus", "0-4095")]
    [InlineData("1 CPU shares are out of range (2 to 262144", "--cpu-shares", "1")]
    [InlineData("memory limit 1m is too low: the least is 6m", "-m", "1m")]
    [InlineData("memory limit 4m is too low: the least is 6m", "-m", "4m")]
    [InlineData("-2 is below -1", "--pids-limit", "-2")]
    public void A_value_that_makes_no_sense_is_refused_with_what_would(string message, params string[] options)
    {
        var outcome = agent.Ready().Try(["run", "--rm", .. options, BusyboxImage.Name, "true"]);
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_least_memory_that_is_named_works() =>
        Assert.Equal("alive", agent.Ready().Do("run", "--rm", "-m", "6m", BusyboxImage.Name, "echo", "alive").Line);

    // runc#4413, #4083: exec hung, or killed the container.
    [SkippableFact]
    public void At_the_pids_limit_exec_answers_at_once_and_the_container_lives()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", "--pids-limit", "3", BusyboxImage.Name, "sh", "-c", "sleep 1000 & sleep 1000 & echo full; wait").Line;
        Until.Holds(() => cli.Do("logs", id).Line, log => log == "full", "the limit is reached");
        Assert.Equal(3, new HostGroup(cli.HostPid(id)).Number("pids", "pids.current"));
        var outcome = cli.Try("exec", id, "echo", "in");
        Assert.True(outcome.ExitCode == 0 ? outcome.Line == "in" : outcome.Errors.Contains("pids", StringComparison.Ordinal), $"{outcome}");
        Assert.NotEqual(0, cli.Try("exec", id, "sh", "-c", "true | true").ExitCode);      // one more than there may be
        Assert.Equal("full", cli.Do("logs", id).Line);
        Assert.Equal(3, new HostGroup(cli.HostPid(id)).Number("pids", "pids.current"));
        cli.Do("rm", "-f", id);
    }
}
