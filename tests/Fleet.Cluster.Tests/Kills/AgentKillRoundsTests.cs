using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;
using Xunit.Abstractions;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>
/// The agent is killed again and again at random instants while it does something, with twenty containers running beside: none is
/// lost, doubled or leaked, no line of output and no exit code is lost.
/// </summary>
public sealed class AgentKillRoundsTests(OneAgent agent, ITestOutputHelper output) : IClassFixture<OneAgent>
{
    // What the agent is at when it dies, and about how long that takes (ms): the kill comes within that time.
    private static readonly (string Doing, int Within)[] Deeds =
        [("pull", 150), ("create", 120), ("start", 60), ("exec", 60), ("delete", 80), ("run", 200), ("stop", 60), ("end", 80)];

    private readonly Random _random = new(Rounds.Seed);

    [SkippableFact]
    public void An_agent_that_is_killed_at_any_instant_loses_doubles_and_leaks_nothing()
    {
        var cli = agent.Ready();
        output.WriteLine($"seed {Rounds.Seed}, {Rounds.Count} rounds");
        using var registry = new SmallRegistry(agent.Root);
        var talkers = new Talkers(agent);
        var leaks = new Leaks(agent);
        talkers.Fill();
        for (int round = 0; round < Rounds.Count; round++)
        {
            var (doing, within) = Deeds[round % Deeds.Length];
            try
            {
                Round(doing, within, talkers, registry);
                talkers.AllLive();
                string one = talkers.Any(_random);
                talkers.LogHasNoHole(one);
                talkers.GoesOn(one);
                leaks.None();
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"round {round}, killed during {doing} (seed {Rounds.Seed}): {failed.Message}", failed);
            }
            talkers.Fill();
        }
        foreach (string name in talkers.Names.ToList())
        {
            talkers.TellToEnd(name);
            talkers.EndedWell(name);
        }
        leaks.None();
    }

    private void Round(string doing, int within, Talkers talkers, SmallRegistry registry)
    {
        var cli = agent.Cli;
        string runs = Path.Combine(agent.Root, "flags", $"runs-{Guid.NewGuid():N}");
        string[] make = ["--name", "x", "-v", $"{agent.Root}/flags:/flags", BusyboxImage.Name, "sh", "-c", $"echo ran >> /flags/{Path.GetFileName(runs)}; exec sleep 1000"];
        if (doing is "start") cli.Do(["create", .. make]);
        if (doing is "delete" or "stop") cli.Do(["run", "-d", .. make]);
        string other = talkers.Any(_random), reference = doing == "pull" ? registry.PushAnother() : "";
        string[] words = doing switch
        {
            "pull" => ["image", "pull", reference],
            "create" => ["create", .. make],
            "start" => ["start", "x"],
            "exec" => ["exec", other, "sh", "-c", "echo said; sleep 2"],
            "delete" => ["rm", "-f", "x"],
            "run" => ["run", "-d", .. make],
            "stop" => ["stop", "-t", "1", "x"],
            _ => ["version"],
        };

        int pid = agent.Pid;
        using var command = cli.Start(words);
        if (doing == "end") talkers.TellToEnd(other);
        Thread.Sleep(_random.Next(within));      // the instant itself is what varies
        Signals.Send(pid, "KILL");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), "the agent is gone");
        agent.Start();
        Until.True(() => command.HasExited, $"fleet {words[0]} has ended", seconds: 100);
        string errors = command.StandardError.ReadToEnd();
        if (command.ExitCode != 0) Assert.False(string.IsNullOrWhiteSpace(errors), $"fleet {words[0]} ended with {command.ExitCode} and said nothing");

        if (doing == "end") talkers.EndedWell(other);
        if (doing == "pull") Assert.Equal("pulled", cli.Do("run", "--rm", reference, "echo", "pulled").Line);
        if (doing == "exec") OnlyItsFirstProcess(talkers.PidOf(other));
        After(doing, command, runs);
    }

    // Whatever was answered is true, and what was not is there wholly or not at all.
    private void After(string doing, Process command, string runs)
    {
        var cli = agent.Cli;
        var listed = cli.Json("ps", "-a").EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == "x").ToList();
        Assert.InRange(listed.Count, 0, 1);
        bool done = command.ExitCode == 0;
        if (done && (doing is "create" or "start" or "run")) Assert.Single(listed);
        if (done && doing == "delete") Assert.Empty(listed);
        if (done && (doing is "start" or "run")) Until.True(() => File.Exists(runs), "x has run");
        Assert.InRange(File.Exists(runs) ? File.ReadAllLines(runs).Length : 0, 0, 1);
        if (listed.Count > 0) cli.Do("rm", "-f", "x");
    }

    // As with docker, what an exec had started goes on to its end; then nothing of it is left, not even a zombie.
    private static void OnlyItsFirstProcess(int pid) => Until.True(() => Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!)
        .Where(name => char.IsAsciiDigit(name[0]) && name != $"{pid}").All(name => !IsBeside(name, pid)), "what the exec had started is gone", seconds: 20);

    private static bool IsBeside(string process, int pid)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget == new FileInfo($"/proc/{pid}/ns/pid").LinkTarget;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
