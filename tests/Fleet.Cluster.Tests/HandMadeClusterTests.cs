using System.Text.Json;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Agents on addresses of their own with a configuration file each, as docs/configuration.md tells.</summary>
public sealed class HandMadeClusterTests
{
    [SkippableFact]
    public void Three_agents_form_a_cluster_a_fourth_joins_while_a_job_runs_and_one_leaves_politely()
    {
        Installed.Require();
        string work = Directory.CreateTempSubdirectory("fleet-hand-").FullName;
        using var networks = new ThreeNetworks(4);
        var started = new List<int>();
        try
        {
            for (int i = 1; i <= 3; i++) StartAgent(work, i, started);
            var first = new FleetCli(Path.Combine(work, "m1"));
            Until.True(() => ReadyNodes(first) == 3, "three nodes are ready");

            new FleetCli(Path.Combine(work, "m2")).Do("image", "import", BusyboxImage.Layout, "--name", BusyboxImage.Name);
            File.WriteAllText(Path.Combine(work, "job.yaml"), """
                services:
                  everywhere:
                    image: base
                    command: ["sleep", "1000"]
                    deploy: { replicas: 3 }
                """);
            first.Do("job", "submit", Path.Combine(work, "job.yaml"), "--wait");
            Assert.Equal(3, Running(first).Select(entry => entry.GetProperty("node").GetString()).Distinct().Count());

            StartAgent(work, 4, started);
            Until.True(() => ReadyNodes(first) == 4, "the fourth has joined");
            first.Do("job", "scale", "job=4");
            Until.True(() => Running(first).Any(entry => entry.GetProperty("node").GetString() == "m4"), "the fourth runs a replica, of the image it took from another");

            // It says goodbye: the scheduler knows at once, not after a lease.
            int leaving = int.Parse(File.ReadAllText(Path.Combine(work, "m3/run/node.pid")).Trim(), null);
            Signals.Send(leaving, "TERM");
            Until.True(() => !Directory.Exists($"/proc/{leaving}"), "m3 has ended");
            Until.True(() => StateOf(first, "m3") == "disconnected", "m3 has left");
            first.Do("job", "stop", "job");
        }
        finally
        {
            foreach (int number in started) StopAgent(work, number);
            Directory.Delete(work, recursive: true);
        }
    }

    private static void StartAgent(string work, int number, List<int> started)
    {
        string root = Path.Combine(work, $"m{number}"), file = Path.Combine(work, $"m{number}.conf");
        File.WriteAllText(file, $$"""
            fleet {
              node { name = "m{{number}}", roles = [{{(number == 1 ? "\"control\", \"worker\"" : "\"worker\"")}}], cgroup-parent = "fleet/hand-m{{number}}" }
              network { address = "{{ThreeNetworks.Address(number)}}", insecure = true }
              cluster { seeds = ["{{ThreeNetworks.Address(1)}}:4053"] }
            }
            """);
        var outcome = ThreeNetworks.Fleet(number, root, "node", "-d", "--config", file);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        started.Add(number);
    }

    private static void StopAgent(string work, int number)
    {
        var cli = new FleetCli(Path.Combine(work, $"m{number}"));
        string pidFile = Path.Combine(cli.Root, "run/node.pid");
        if (!File.Exists(pidFile) || !Directory.Exists($"/proc/{File.ReadAllText(pidFile).Trim()}")) ThreeNetworks.Fleet(number, cli.Root, "node", "-d", "--config", Path.Combine(work, $"m{number}.conf"));
        int pid = int.Parse(File.ReadAllText(pidFile).Trim(), null);
        foreach (var container in cli.Json("ps", "-a", "--node", $"m{number}").EnumerateArray()) cli.Try("rm", "-f", container.GetProperty("id").GetString()!);
        Signals.Send(pid, "TERM");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), $"m{number} has ended");
    }

    private static int ReadyNodes(FleetCli cli) => cli.Json("node", "list").EnumerateArray().Count(node => node.GetProperty("state").GetString() == "ready");

    private static string? StateOf(FleetCli cli, string node) =>
        cli.Json("node", "list").EnumerateArray().First(entry => entry.GetProperty("name").GetString() == node).GetProperty("state").GetString();

    private static IReadOnlyList<JsonElement> Running(FleetCli cli) =>
        [.. cli.Json("job", "ps", "job").EnumerateArray().Where(entry => entry.GetProperty("state").GetString() == "running")];
}
