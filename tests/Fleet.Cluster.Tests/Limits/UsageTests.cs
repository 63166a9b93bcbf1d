using System.Text.Json;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Limits;

/// <summary>What <c>fleet stats</c> says of a container, against the host's files.</summary>
public sealed class UsageTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private static JsonElement Stats(FleetCli cli, string id) =>
        cli.Json("stats", "--no-stream", id).EnumerateArray().Single();

    // cli#2415, common#2455, cadvisor#2149.
    [SkippableFact]
    public void Cache_that_can_be_dropped_does_not_count_and_shared_memory_does()
    {
        var cli = agent.Ready();
        string script = "dd if=/dev/zero of=/f bs=1M count=100 2>/dev/null; echo read; read x; dd if=/dev/zero of=/dev/shm/f bs=1M count=50 2>/dev/null; echo shared; exec sleep 1000";
        string id = cli.Do("run", "-d", "-m", "256m", BusyboxImage.Name, "sh", "-c", script.Replace("read x", "while [ ! -e /go ]; do usleep 20000; done", StringComparison.Ordinal)).Line;
        Until.Holds(() => cli.Do("logs", id).Line, log => log == "read", "the file is written");
        var stats = Stats(cli, id);
        Assert.True(stats.GetProperty("memoryWithCache").GetInt64() > 100 << 20, $"{stats}");
        Assert.True(stats.GetProperty("memory").GetInt64() < 50 << 20, $"{stats}");
        cli.Do("exec", id, "touch", "/go");
        Until.Holds(() => cli.Do("logs", id).Line, log => log.EndsWith("shared", StringComparison.Ordinal), "the shared memory is full");
        stats = Stats(cli, id);
        Assert.InRange(stats.GetProperty("memory").GetInt64(), 50 << 20, 100 << 20);
        var group = new HostGroup(cli.HostPid(id));
        Assert.True(group.Number("memory", "memory.stat", "total_shmem") >= 50 << 20);
        cli.Do("rm", "-f", id);
    }

    // cadvisor#3062, #3154, Containarium#1573.
    [SkippableFact]
    public void Throttling_is_told_under_a_quota_and_none_without()
    {
        var cli = agent.Ready();
        string held = cli.Do("run", "-d", "--cpus", "0.05", BusyboxImage.Name, "sh", "-c", "while :; do :; done").Line;
        string free = cli.Do("run", "-d", BusyboxImage.Name, "sleep", "1000").Line;
        var throttling = Until.Holds(() => Stats(cli, held).GetProperty("throttling"), seen => seen.GetProperty("throttledPeriods").GetInt64() > 3, "it is held back");
        var group = new HostGroup(cli.HostPid(held));
        Assert.InRange(throttling.GetProperty("throttledPeriods").GetInt64(), 4, group.Number("cpu", "cpu.stat", "nr_throttled"));
        Assert.InRange(throttling.GetProperty("periods").GetInt64(), throttling.GetProperty("throttledPeriods").GetInt64(), group.Number("cpu", "cpu.stat", "nr_periods"));
        Assert.Equal(JsonValueKind.Null, Stats(cli, free).GetProperty("throttling").ValueKind);
        cli.Do("rm", "-f", held, free);
    }
}
