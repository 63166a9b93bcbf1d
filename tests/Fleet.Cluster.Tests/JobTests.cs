using System.Text.Json;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Jobs on a lab of three nodes.</summary>
public sealed class JobTests(OneLab lab) : IClassFixture<OneLab>
{
    private static IReadOnlyList<JsonElement> Running(FleetCli cli, string job) =>
        [.. cli.Json("job", "ps", job).EnumerateArray().Where(entry => entry.GetProperty("state").GetString() == "running")];

    [SkippableFact]
    public void A_service_spreads_over_nodes_that_take_its_image_from_one_another_and_heals_after_a_power_cut()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("web", """
            services:
              app:
                image: base
                command: ["sh", "-c", "echo $$FLEET_NODE; exec sleep 1000"]
                deploy: { replicas: 6, resources: { limits: { cpus: "0.1", memory: 32M } } }
            """);
        cli.Do("job", "submit", file, "--wait");
        var before = Running(cli, "web");
        Assert.Equal(6, before.Count);
        Assert.Equal(3, before.Select(entry => entry.GetProperty("node").GetString()).Distinct().Count());

        cli.Do("lab", "kill", "n3", "--host");
        var after = Until.Holds(() => Running(cli, "web"), seen => seen.Count(entry => entry.GetProperty("node").GetString() != "n3") == 6, "six run elsewhere");
        foreach (var old in before.Where(entry => entry.GetProperty("node").GetString() != "n3"))
        {
            var now = after.Single(entry => entry.GetProperty("id").GetString() == old.GetProperty("id").GetString());
            Assert.Equal(old.GetProperty("pid").GetInt32(), now.GetProperty("pid").GetInt32());
        }
        cli.Do("lab", "start", "n3");
        cli.Do("job", "stop", "web");
        Until.True(() => Running(cli, "web").Count == 0, "the job has stopped");
    }

    [SkippableFact]
    public void Statistics_of_replicas_come_from_the_nodes_where_they_run_and_so_do_events_of_what_they_ran_into()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("busy", """
            services:
              app:
                image: base
                command: ["sh", "-c", "while :; do (exec tail /dev/zero); sleep 1; done"]
                deploy: { replicas: 3, resources: { limits: { cpus: "0.2", memory: 24M } } }
            """);
        cli.Do("job", "submit", file, "--wait");
        var nodes = Running(cli, "busy").ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("node").GetString());
        var usage = Until.Holds(() => cli.Json("job", "stats", "busy", "--no-stream"), seen => seen.GetArrayLength() == 3, "all three are read");
        Assert.All(usage.EnumerateArray(), reading =>
        {
            Assert.Equal(nodes[reading.GetProperty("name").GetString()!], reading.GetProperty("node").GetString());
            Assert.Equal((24 << 20, 0.2), (reading.GetProperty("memoryLimit").GetInt32(), reading.GetProperty("cpuLimit").GetDouble()));
        });
        Assert.Equal(1, cli.Json("job", "stats", "busy.1", "--no-stream").GetArrayLength());

        Until.True(() => cli.Do("--node", nodes["busy.app.0"]!, "events", "--since", "10m", "--until", "0s", "--format", "json").Output.Split('\n')
            .Any(line => line.Contains("\"action\":\"oom\"", StringComparison.Ordinal) && line.Contains("busy.app.0", StringComparison.Ordinal)
                && line.Contains("\"job\":\"busy\"", StringComparison.Ordinal)), "its node tells of a kill");
        cli.Do("job", "stop", "busy");
    }

    [SkippableFact]
    public void A_batch_job_returns_its_log_and_its_result()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("sum", """
            services:
              sum:
                image: base
                command: ["sh", "-c", "echo counting; echo -n 42 > $$FLEET_RESULT"]
                x-fleet: { type: batch }
            """);
        cli.Do("job", "submit", file, "--wait");
        Assert.Equal("42", cli.Do("job", "result", "sum").Line);
        Assert.Contains("counting", cli.Do("job", "logs", "sum").Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_failing_batch_job_is_tried_as_often_as_it_says_and_returns_its_code()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("fails", """
            services:
              fails:
                image: base
                command: ["sh", "-c", "exit 7"]
                x-fleet: { type: batch, retries: 2 }
            """);
        Assert.Equal(7, cli.Try("job", "submit", file, "--wait").ExitCode);
        var attempts = cli.Json("job", "ps", "fails").EnumerateArray().Max(entry => entry.GetProperty("attempt").GetInt32());
        Assert.Equal(3, attempts);
    }

    [SkippableFact]
    public void A_constraint_holds_and_one_that_no_node_meets_is_explained()
    {
        var cli = lab.Ready();
        string text = """
            services:
              there:
                image: base
                command: ["sleep", "1000"]
                deploy: { placement: { constraints: ["node.labels.zone == ZONE"] } }
            """;
        cli.Do("job", "submit", lab.JobFile("there", text.Replace("ZONE", "b", StringComparison.Ordinal)), "--wait");
        Assert.Equal("n2", Assert.Single(Running(cli, "there")).GetProperty("node").GetString());
        cli.Do("job", "stop", "there");

        cli.Do("job", "submit", lab.JobFile("nowhere", text.Replace("ZONE", "moon", StringComparison.Ordinal)));
        var pending = Until.Holds(() => cli.Json("job", "ps", "nowhere").EnumerateArray().FirstOrDefault(),
            seen => seen.ValueKind == JsonValueKind.Object && seen.GetProperty("reason").GetString()!.Length > 0, "the pending replica says why");
        Assert.Contains("zone", pending.GetProperty("reason").GetString(), StringComparison.Ordinal);
        cli.Do("job", "stop", "nowhere");
    }

    [SkippableFact]
    public void The_control_hosts_agent_may_die_and_come_back_without_a_job_lost_or_a_container_touched()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("stays", """
            services:
              stays:
                image: base
                command: ["sleep", "1000"]
                deploy: { replicas: 3 }
            """);
        cli.Do("job", "submit", file, "--wait");
        var before = Running(cli, "stays").Select(entry => (entry.GetProperty("id").GetString(), entry.GetProperty("pid").GetInt32())).Order().ToList();
        cli.Do("lab", "kill", "n1", "--agent");
        cli.Do("lab", "start", "n1");
        Until.True(() => cli.Json("node", "list").EnumerateArray().Count(node => node.GetProperty("state").GetString() == "ready") == 3, "all nodes are back");
        var after = Until.Holds(() => Running(cli, "stays").Select(entry => (entry.GetProperty("id").GetString(), entry.GetProperty("pid").GetInt32())).Order().ToList(),
            seen => seen.Count == 3, "three run");
        Assert.Equal(before, after);
        cli.Do("job", "stop", "stays");
    }

    [SkippableFact]
    public void A_worker_that_stood_still_for_longer_than_its_lease_is_back_at_once_and_nothing_was_touched()
    {
        var cli = lab.Ready();
        string file = lab.JobFile("patient", """
            services:
              patient:
                image: base
                command: ["sleep", "1000"]
                deploy: { replicas: 3 }
                x-fleet: { disconnect: { lost_after: 10m } }
            """);
        cli.Do("job", "submit", file, "--wait");
        var before = Running(cli, "patient").Select(entry => entry.GetProperty("id").GetString()).Order().ToList();
        int pid = cli.Json("lab", "status").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "n2").GetProperty("pid").GetInt32();
        Signals.Send(pid, "STOP");
        try
        {
            Until.True(() => StateOf(cli, "n2") == "disconnected", "n2 counts as disconnected");
        }
        finally
        {
            Signals.Send(pid, "CONT");
        }
        Until.True(() => StateOf(cli, "n2") == "ready", "n2 is back in its session");
        Assert.Equal(before, Running(cli, "patient").Select(entry => entry.GetProperty("id").GetString()).Order());
        cli.Do("job", "stop", "patient");
    }

    private static string StateOf(FleetCli cli, string node) =>
        cli.Json("node", "list").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == node).GetProperty("state").GetString()!;
}
