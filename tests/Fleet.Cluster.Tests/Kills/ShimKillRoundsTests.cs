using System.Diagnostics;
using System.Text.Json;
using Fleet.Cluster.Tests.Harness;
using Xunit.Abstractions;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>
/// Shims are killed again and again at random instants, with and without an agent: their containers are gone within a second, are
/// told as what they are, and come back as their restart policy says; no other container notices.
/// </summary>
public sealed class ShimKillRoundsTests(OneAgent agent, ITestOutputHelper output) : IClassFixture<OneAgent>
{
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(1);

    private static readonly string[] Deeds = ["none", "always", "paused", "no agent", "create", "start", "exec", "delete", "run", "host pid"];

    private readonly Random _random = new(Rounds.Seed);
    private TimeSpan _longest;

    [SkippableFact]
    public void A_shim_that_is_killed_takes_its_container_along_and_nothing_else()
    {
        var cli = agent.Ready();
        output.WriteLine($"seed {Rounds.Seed}, {Rounds.Count} rounds");
        var talkers = new Talkers(agent);
        var leaks = new Leaks(agent);
        talkers.Fill();
        for (int round = 0; round < Rounds.Count; round++)
        {
            string doing = Deeds[round % Deeds.Length];
            try
            {
                if (doing is "create" or "start" or "exec" or "delete" or "run") KillDuring(doing, leaks);
                else KillOneThatRuns(doing, leaks);
                talkers.AllLive();
                string one = talkers.Any(_random);
                talkers.LogHasNoHole(one);
                talkers.GoesOn(one);
                leaks.None();
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"round {round}, {doing} (seed {Rounds.Seed}): {failed.Message}", failed);
            }
        }
        output.WriteLine($"the longest from a shim's kill to its container's end: {_longest.TotalMilliseconds:0} ms");
        foreach (string name in talkers.Names.ToList())
        {
            talkers.TellToEnd(name);
            talkers.EndedWell(name);
        }
        leaks.None();
    }

    private void KillOneThatRuns(string how, Leaks leaks)
    {
        var cli = agent.Cli;
        string[] options = how switch { "always" => ["--restart", "always"], "host pid" => ["--pid", "host"], _ => [] };
        // Also what its first process has started must go: in the node's own pid namespace no kernel sees to that.
        cli.Do(["run", "-d", "--name", "x", .. options, BusyboxImage.Name, "sh", "-c", "sleep 1000 & echo begun; wait"]);
        Until.True(() => cli.Do("logs", "x").Line.StartsWith("begun", StringComparison.Ordinal), "x has begun");
        if (how == "paused") cli.Do("pause", "x");
        string id = cli.Inspect("x").GetProperty("Id").GetString()!;
        var shim = leaks.Shims().Single(one => one.Id == id);
        Assert.All(File.ReadAllLines($"/proc/{shim.Pid}/cgroup").Where(line => line.Contains(":memory:", StringComparison.Ordinal)),
            line => Assert.DoesNotContain(id, line, StringComparison.Ordinal));

        int agentPid = agent.Pid;
        if (how == "no agent")
        {
            Signals.Send(agentPid, "KILL");
            Until.True(() => !Directory.Exists($"/proc/{agentPid}"), "the agent is gone");
        }
        var were = Alive(id);
        Assert.True(were.Count >= 2, "it has two processes");
        long from = Stopwatch.GetTimestamp();
        Signals.Send(shim.Pid, "KILL");
        Until.True(() => !Alive(id).Intersect(were).Any(), "its processes are gone");
        var took = Stopwatch.GetElapsedTime(from);
        if (took > _longest) _longest = took;
        Assert.True(took < GoneWithin, $"its processes were gone after {took.TotalMilliseconds:0} ms");
        if (how == "no agent") agent.Start();

        if (how == "always")
        {
            var again = Until.Holds(() => cli.Inspect("x"), seen => State(seen) == "running" && seen.GetProperty("RestartCount").GetInt32() == 1, "x runs again");
            Assert.NotEqual(shim.Pid, leaks.Shims().Single(one => one.Id == id).Pid);
            Assert.Equal("", again.GetProperty("State").GetProperty("Error").GetString());
        }
        else
        {
            var ended = Until.Holds(() => cli.Inspect("x"), seen => State(seen) == "exited", "x is told as ended").GetProperty("State");
            Assert.Equal(JsonValueKind.Null, ended.GetProperty("ExitCode").ValueKind);
            Assert.StartsWith("shim killed", ended.GetProperty("Error").GetString(), StringComparison.Ordinal);
            Assert.False(ended.GetProperty("OOMKilled").GetBoolean());
            cli.Do("start", "x");       // it is not broken for good
        }
        cli.Do("rm", "-f", "x");
    }

    // The shim of a container that is just being made, started, entered or deleted.
    private void KillDuring(string doing, Leaks leaks)
    {
        var cli = agent.Cli;
        string[] make = ["--name", "x", BusyboxImage.Name, "sleep", "1000"];
        if (doing is "start" or "exec" or "delete") cli.Do([doing == "start" ? "create" : "run", .. doing == "start" ? (string[])[] : ["-d"], .. make]);
        var before = doing is "create" or "run" ? leaks.Shims().Select(shim => shim.Pid).ToHashSet() : [];
        string id = doing is "create" or "run" ? "" : cli.Inspect("x").GetProperty("Id").GetString()!;
        int known = id.Length > 0 ? leaks.Shims().Single(shim => shim.Id == id).Pid : 0;
        using var command = cli.Start(doing switch
        {
            "create" => ["create", .. make],
            "run" => ["run", "-d", .. make],
            "start" => ["start", "x"],
            "exec" => ["exec", "x", "sleep", "0.05"],
            _ => ["rm", "-f", "x"],
        });
        int shim = known != 0 ? known : FirstNew(leaks, before, command);
        Thread.Sleep(_random.Next(known != 0 ? 60 : 8));       // the instant itself is what varies
        if (shim != 0 && Directory.Exists($"/proc/{shim}")) Signals.Try(shim, "KILL");
        Until.True(() => command.HasExited, $"fleet {doing} has ended");
        if (command.ExitCode != 0) Assert.False(string.IsNullOrWhiteSpace(command.StandardError.ReadToEnd()), $"fleet {doing} ended with {command.ExitCode} and said nothing");

        var listed = cli.Json("ps", "-a").EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == "x").ToList();
        Assert.InRange(listed.Count, 0, 1);
        foreach (var entry in listed)
        {
            if (entry.GetProperty("state").GetString() == "exited" && entry.TryGetProperty("exitCode", out var code)) Assert.NotEqual("137", code.ToString());
            cli.Do("rm", "-f", "x");
        }
    }

    private static int FirstNew(Leaks leaks, HashSet<int> before, Process command)
    {
        while (true)
        {
            int found = leaks.Shims().FirstOrDefault(shim => !before.Contains(shim.Pid)).Pid;
            if (found != 0 || command.HasExited) return found;
        }
    }

    private static string? State(JsonElement seen) => seen.GetProperty("State").GetProperty("Status").GetString();

    // What lives in the container's group; the group itself may be gone.
    private static List<int> Alive(string id)
    {
        foreach (string place in (string[])["/sys/fs/cgroup/pids/fleet/local", "/sys/fs/cgroup/fleet/local", "/sys/fs/cgroup/unified/fleet/local"])
        {
            string list = Path.Combine(place, id, "cgroup.procs");
            try
            {
                if (File.Exists(list)) return [.. File.ReadAllLines(list).Select(line => int.Parse(line, null))];
            }
            catch (IOException)
            {
                return [];      // removed at this moment
            }
        }
        return [];
    }
}
