using System.Diagnostics;
using System.Globalization;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Limits;

/// <summary>What all replicas of a job may use on a node together: <c>x-fleet: limits</c>, against the kernel's own numbers.</summary>
public sealed class JobLimitTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private string JobFile(string name, string limits, string cpus = "0.8")
    {
        string path = Path.Combine(agent.Root, name + ".yaml");
        File.WriteAllText(path, $$"""
            services:
              busy:
                image: base
                command: ["sh", "-c", "while :; do :; done"]
                stop_grace_period: 1s
                deploy: { replicas: 2, resources: { limits: { cpus: "{{cpus}}" }, reservations: { cpus: "0.01" } } }
            {{limits}}
            """);
        return path;
    }

    private static List<int> Pids(FleetCli cli, string job) =>
    [
        .. cli.Json("job", "ps", job).EnumerateArray().Where(entry => entry.GetProperty("state").GetString() == "running")
            .Select(entry => entry.GetProperty("pid").GetInt32()).Order(),
    ];

    private static void Stop(FleetCli cli, string job, HostGroup group)
    {
        cli.Do("job", "stop", job);
        Until.True(() => !Directory.Exists(group.Folder("memory")), "the job's group has gone with its last container");
    }

    // The second line is the first a tenth as large: that much a machine has to give however busy it is, so there it must be reached.
    [SkippableTheory]
    [InlineData("capped", "0.8", "1.0", false)]
    [InlineData("tenth", "0.08", "0.1", true)]
    public void Two_replicas_at_four_fifths_use_one_under_a_limit_of_one(string name, string each, string all, bool isReached)
    {
        var cli = agent.Ready();
        double cap = double.Parse(all, CultureInfo.InvariantCulture);
        cli.Do("job", "submit", JobFile(name, $$"""x-fleet: { limits: { cpus: "{{all}}" } }""", each), "--wait");
        var pids = Pids(cli, name);
        Assert.Equal(2, pids.Count);
        var job = new HostGroup(pids[0]).Job;
        Assert.Equal((long)(100_000 * cap), job.Number("cpu", "cpu.cfs_quota_us"));
        Assert.All(pids, pid => Assert.Equal((long)(80_000 * cap), new HostGroup(pid).Number("cpu", "cpu.cfs_quota_us")));

        long throttled = job.Number("cpu", "cpu.stat", "nr_throttled"), used = job.Number("cpuacct", "cpuacct.usage"), from = Stopwatch.GetTimestamp();
        Until.True(() => Stopwatch.GetElapsedTime(from).TotalSeconds > 4, "four seconds have passed");
        if (isReached) Until.True(() => job.Number("cpu", "cpu.stat", "nr_throttled") > throttled + 5, "the job as a whole is held back");
        double cores = (job.Number("cpuacct", "cpuacct.usage") - used) / Stopwatch.GetElapsedTime(from).TotalNanoseconds;
        Assert.InRange(cores, 0.01, 1.1 * cap);
        Assert.Equal(pids, Pids(cli, name));
        Stop(cli, name, job);
    }

    [SkippableFact]
    public void New_limits_reach_a_job_that_runs_without_a_restart_and_an_agents_death()
    {
        var cli = agent.Ready();
        cli.Do("job", "submit", JobFile("live", "x-fleet: { limits: { cpus: \"1.0\", memory: 64m, pids: 20 } }"), "--wait");
        var pids = Pids(cli, "live");
        var job = new HostGroup(pids[0]).Job;
        Assert.Equal((100_000L, 64L << 20, 20L), Limits(job));

        cli.Do("job", "submit", JobFile("live", "x-fleet: { limits: { cpus: \"1.5\", memory: 96m, memswap_limit: 100m } }"));
        Until.Holds(() => Limits(job), seen => seen == (150_000, 96 << 20, -1), "the new limits hold");
        Assert.Equal(100 << 20, job.Number("memory", "memory.memsw.limit_in_bytes"));

        // Someone meddles while no agent looks.
        int dead = agent.Pid;
        Signals.Send(dead, "KILL");
        Until.True(() => !Directory.Exists($"/proc/{dead}"), "the agent is dead");
        File.WriteAllText(Path.Combine(job.Folder("cpu"), "cpu.cfs_quota_us"), "-1");
        agent.Start();
        Until.Holds(() => Limits(job), seen => seen == (150_000, 96 << 20, -1), "the next agent sets them again");

        cli.Do("job", "submit", JobFile("live", ""));
        Until.Holds(() => Limits(job), seen => seen == (-1, -1, -1), "they are lifted");
        Assert.Equal(pids, Pids(cli, "live"));
        Stop(cli, "live", job);
    }

    [SkippableFact]
    public void A_task_that_asks_for_more_than_its_job_is_refused_with_both_numbers()
    {
        var outcome = agent.Ready().Try("job", "submit", JobFile("greedy", "x-fleet: { limits: { cpus: \"0.5\" } }"));
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("0.8 is more than the 0.5", outcome.Errors, StringComparison.Ordinal);
    }

    private static (long Quota, long Memory, long Pids) Limits(HostGroup job)
    {
        long memory = job.Number("memory", "memory.limit_in_bytes");
        string pids = job.Read("pids", "pids.max");
        return (job.Number("cpu", "cpu.cfs_quota_us"), memory > 1L << 60 ? -1 : memory, pids == "max" ? -1 : long.Parse(pids, null));
    }
}
