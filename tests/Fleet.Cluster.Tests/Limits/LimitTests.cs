using System.Globalization;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Limits;

/// <summary>Each limit against a load.</summary>
public sealed class LimitTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void A_container_over_its_memory_is_killed_and_said_to_be_out_of_memory()
    {
        var cli = agent.Ready();
        var outcome = cli.Try("run", "--name", "eater", "-m", "64m", "--memory-swap", "64m", BusyboxImage.Name, "sh", "-c", "exec tail /dev/zero");
        Assert.Equal(137, outcome.ExitCode);
        Assert.Matches("(?i)out of memory|oom", outcome.Errors);
        Assert.True(cli.Inspect("eater").GetProperty("State").GetProperty("OOMKilled").GetBoolean());
        cli.Do("rm", "eater");
    }

    [SkippableFact]
    public void A_busy_loop_gets_no_more_cpu_than_it_was_given()
    {
        var cli = agent.Ready();
        // Counted by the kernel inside: CPU time used over wall time, in one and the same container.
        string script = "t0=$(cut -d. -f1 /proc/uptime); (while :; do :; done) & sleep 5; kill $!; wait $! 2>/dev/null; cat /proc/self/stat >/dev/null; times";
        var outcome = cli.Do("run", "--rm", "--cpus", "0.5", BusyboxImage.Name, "sh", "-c", script);
        // The second line of `times` is user and system time of children: 0m2.50s 0m0.00s
        string[] children = outcome.Output.Trim().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double used = children.Sum(Seconds);
        // On a machine of its own it uses 0.50; beside other work less, but never more.
        Assert.InRange(used / 5, 0.01, 0.55);
    }

    [SkippableFact]
    public void A_fork_bomb_stays_within_its_pids()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", "--pids-limit", "20", BusyboxImage.Name, "sh", "-c", "f() { f | f & }; f; sleep 100").Line;
        var stats = Until.Holds(() => cli.Json("stats", "--no-stream").EnumerateArray().First(), seen => seen.GetProperty("pids").GetInt64() > 0, "the bomb has gone off");
        Assert.InRange(stats.GetProperty("pids").GetInt64(), 1, 20);
        Assert.Equal(20, stats.GetProperty("pidsLimit").GetInt64());
        cli.Do("rm", "-f", id);
    }

    [SkippableFact]
    public void A_limit_no_node_has_is_refused_with_the_range()
    {
        var outcome = agent.Ready().Try("run", "--rm", "--cpus", "0.001", BusyboxImage.Name, "true");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("0.01", outcome.Errors, StringComparison.Ordinal);
    }

    private static double Seconds(string minutesAndSeconds)
    {
        string[] parts = minutesAndSeconds.TrimEnd('s').Split('m');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
