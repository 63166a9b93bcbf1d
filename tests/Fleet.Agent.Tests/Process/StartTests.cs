using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Roots;

namespace Fleet.Agent.Tests.Process;

public sealed class StartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fleet-agent-").FullName;

    public void Dispose() => AgentProcess.Clean(_root);

    [SkippableFact]
    public async Task It_answers_says_where_it_is_and_leaves_at_SIGTERM()
    {
        await using var agent = await AgentProcess.Start(_root, "--name", "alpha").ReadyAsync();
        var record = AgentRecord.TryRead(agent.Root.AgentFile)!;
        Assert.Equal(("alpha", agent.Pid, "fleet/test-agent-" + _root[^6..]), (record.Name, record.Pid, record.Cgroup));
        Assert.Equal(["control", "worker"], record.Roles.Order());
        Assert.Equal(agent.Pid.ToString(), File.ReadAllText(agent.Root.PidFile).Trim());
        using (var client = agent.Client())
        {
            var version = await client.GetAsync(Routes.Version, ApiJson.Default.VersionInfo);
            Assert.Equal(agent.Pid, version.Pid);
        }

        agent.Signal("-TERM");
        Assert.Equal(0, await agent.ExitAsync());
        Assert.Empty(Directory.EnumerateFiles(agent.Root.Run));
        // The door sees its own worker's connection end: that is no fault.
        Assert.DoesNotContain("endpointManager", agent.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_second_one_of_the_same_root_is_refused_with_the_pid_of_the_first()
    {
        await using var first = await AgentProcess.Start(_root).ReadyAsync();
        await using var second = AgentProcess.Start(_root);
        Assert.Equal(1, await second.ExitAsync());
        Assert.Equal($"fleet-agent: an agent (pid {first.Pid}) uses {first.Root.State} already: stop it, or choose another --root", second.Output.Trim());
        Assert.Equal(first.Pid.ToString(), File.ReadAllText(first.Root.PidFile).Trim());
    }

    [SkippableFact]
    public async Task Two_of_different_roots_live_side_by_side()
    {
        string other = Directory.CreateTempSubdirectory("fleet-agent-").FullName;
        try
        {
            await using var one = await AgentProcess.Start(_root).ReadyAsync();
            await using var two = await AgentProcess.Start(other).ReadyAsync();
            Assert.NotEqual(AgentRecord.TryRead(one.Root.AgentFile)!.Door, AgentRecord.TryRead(two.Root.AgentFile)!.Door);
        }
        finally
        {
            AgentProcess.Clean(other);
        }
    }

    [SkippableFact]
    public async Task A_root_of_200_bytes_works()
    {
        string deep = Path.Combine(_root, new string('d', 100), new string('e', 200 - _root.Length - 102));
        Directory.CreateDirectory(deep);
        Assert.Equal(200, deep.Length);
        await using var agent = await AgentProcess.Start(deep).ReadyAsync();
        Assert.True(File.Exists(agent.Root.PidFile));
    }

    [SkippableFact]
    public async Task A_root_that_cannot_be_written_is_one_line_and_1()
    {
        await using var agent = AgentProcess.Start("/proc/fleet-agent-nowhere");
        Assert.Equal(1, await agent.ExitAsync());
        Assert.Contains("cannot write /proc/fleet-agent-nowhere/state", Assert.Single(agent.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_fault_in_the_configuration_is_named_by_file_and_line()
    {
        string file = Path.Combine(_root, "node.conf");
        File.WriteAllText(file, "fleet {\n  node { nmae = x }\n}\n");
        await using var agent = AgentProcess.Start(_root, "--config", file);
        Assert.Equal(1, await agent.ExitAsync());
        Assert.Contains($"{file}:2", agent.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", agent.Output, StringComparison.Ordinal);
    }
}
