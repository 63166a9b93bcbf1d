using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>The agent dies at once (SIGKILL) while containers run, and a new one takes over.</summary>
public sealed class AgentKillTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private const int Count = 20;

    [SkippableFact]
    public void Containers_outlive_their_agent_and_the_next_one_knows_them_all()
    {
        var cli = agent.Ready();
        // Even ones go on; odd ones end when told to, while there is no agent.
        for (int i = 0; i < Count; i++)
        {
            cli.Do("run", "-d", "--name", $"c{i}", "-v", $"{agent.Root}/flags:/flags", BusyboxImage.Name, "sh", "-c",
                $"n=0; while [ ! -e /flags/go ] || [ {i % 2} = 0 ]; do echo line $n; n=$((n+1)); usleep 20000; done; exit {i + 30}");
        }
        var pids = Enumerable.Range(0, Count).Select(i => cli.Inspect($"c{i}").GetProperty("State").GetProperty("Pid").GetInt32()).ToList();

        int agentPid = agent.Pid;
        Signals.Send(agentPid, "KILL");
        Until.True(() => !Directory.Exists($"/proc/{agentPid}"), "the agent is gone");
        Assert.All(pids, pid => Assert.True(Directory.Exists($"/proc/{pid}")));
        Directory.CreateDirectory(Path.Combine(agent.Root, "flags"));
        File.WriteAllText(Path.Combine(agent.Root, "flags/go"), "");
        for (int i = 1; i < Count; i += 2)
        {
            int pid = pids[i];
            Until.True(() => !Directory.Exists($"/proc/{pid}"), $"c{i} has ended");
        }

        agent.Start();
        var listed = cli.Json("ps", "-a").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
        for (int i = 0; i < Count; i++)
        {
            var entry = listed[$"c{i}"];
            if (i % 2 == 0)
            {
                Assert.Equal("running", entry.GetProperty("state").GetString());
                Assert.Equal(pids[i], entry.GetProperty("pid").GetInt32());
            }
            else
            {
                Assert.Equal("exited", entry.GetProperty("state").GetString());
                Assert.Equal(i + 30, entry.GetProperty("exitCode").GetInt32());
            }
        }

        Assert.Equal("still here", cli.Do("exec", "c0", "echo", "still here").Line);
        for (int i = 0; i < Count; i++)
        {
            string[] lines = cli.Do("logs", $"c{i}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Enumerable.Range(0, lines.Length).Select(n => $"line {n}"), lines);
            Assert.NotEmpty(lines);
        }
        cli.Do("stop", "-t", "0", "c0");
        Assert.Equal(137, cli.Inspect("c0").GetProperty("State").GetProperty("ExitCode").GetInt32());
        for (int i = 0; i < Count; i++) cli.Do("rm", "-f", $"c{i}");
    }
}
