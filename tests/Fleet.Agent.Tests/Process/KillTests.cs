using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Images.Layout;
using Fleet.Images.Records;
using Fleet.Model;

namespace Fleet.Agent.Tests.Process;

public sealed class KillTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fleet-agent-").FullName;

    public void Dispose() => AgentProcess.Clean(_root);

    [SkippableFact]
    public async Task Containers_go_on_without_their_agent_and_the_next_one_knows_them()
    {
        List<string> names = ["a", "b", "c", "d"];
        await using (var agent = await AgentProcess.Start(_root).ReadyAsync())
        {
            await ImportAsync(agent);
            foreach (string name in names) await RunAsync(agent, name, "while ! [ -e /gate/" + name + " ]; do sleep 0.02; done; exit 5");
            agent.Signal("-KILL");
            await agent.ExitAsync();
        }
        File.WriteAllText(Path.Combine(_root, "gate/a"), "");

        await using var next = await AgentProcess.Start(_root).ReadyAsync();
        using var client = next.Client();
        Assert.Equal(5, (await client.GetAsync(Routes.Container("a", "wait"), ApiJson.Default.ExitInfo)).ExitCode);
        var list = await client.GetAsync(Routes.Containers, ApiJson.Default.ImmutableArrayContainerInfo);
        Assert.Equal(["b", "c", "d"], list.Select(container => container.Name).Order());
        File.WriteAllText(Path.Combine(_root, "gate/b"), "");
        Assert.Equal(5, (await client.GetAsync(Routes.Container("b", "wait"), ApiJson.Default.ExitInfo)).ExitCode);
    }

    [SkippableFact]
    public async Task SIGTERM_leaves_containers_alone_unless_it_is_to_stop_them()
    {
        int pid;
        await using (var agent = await AgentProcess.Start(_root).ReadyAsync())
        {
            await ImportAsync(agent);
            pid = await RunAsync(agent, "a", "trap 'exit 0' TERM; while :; do sleep 0.02; done");
            agent.Signal("-TERM");
            Assert.Equal(0, await agent.ExitAsync());
        }
        Assert.True(Directory.Exists($"/proc/{pid}"), "the container ended with its agent");
        await using (var agent = await AgentProcess.Start(_root, "--stop-containers").ReadyAsync())
        {
            agent.Signal("-TERM");
            Assert.Equal(0, await agent.ExitAsync());
        }
        Assert.False(Directory.Exists($"/proc/{pid}"), "the container was not stopped");
    }

    private async Task ImportAsync(AgentProcess agent)
    {
        const string busybox = "/usr/bin/busybox";
        Skip.IfNot(File.Exists(busybox), "needs busybox-static (apt-get install busybox-static)");
        string files = Path.Combine(_root, "files/bin");
        Directory.CreateDirectory(files);
        Directory.CreateDirectory(Path.Combine(_root, "gate"));
        File.Copy(busybox, Path.Combine(files, "busybox"));
        foreach (string tool in new[] { "sh", "sleep" }) File.CreateSymbolicLink(Path.Combine(files, tool), "busybox");
        new LayoutWriter(Path.Combine(_root, "image")).AddFolder(Path.GetDirectoryName(files)!).Write(new ImageConfig { Env = ["PATH=/bin"] }, "base:latest");
        using var client = agent.Client();
        var body = AgentClient.Content(new Fleet.Api.Contracts.Images.ImportImage(Path.Combine(_root, "image"), "base:latest"), ApiJson.Default.ImportImage);
        await foreach (var line in client.LinesAsync(HttpMethod.Post, Routes.ImageImport, body, ApiJson.Default.ImageAnswer)) Assert.Null(line.Error);
    }

    private async Task<int> RunAsync(AgentProcess agent, string name, string script)
    {
        using var client = agent.Client();
        var create = new CreateContainer
        {
            Name = name,
            Spec = new ContainerSpec { Image = "base", Command = ["sh", "-c", script], Mounts = [new(MountType.Bind, Path.Combine(_root, "gate"), "/gate")] },
        };
        await foreach (var line in client.LinesAsync(HttpMethod.Post, Routes.Containers, AgentClient.Content(create, ApiJson.Default.CreateContainer), ApiJson.Default.CreateProgress))
        {
            Assert.Null(line.Error);
        }
        await client.PostAsync(Routes.Container(name, "start"));
        ImmutableArray<ContainerInfo> all = await client.GetAsync(Routes.Containers, ApiJson.Default.ImmutableArrayContainerInfo);
        return all.Single(container => container.Name == name).Pid;
    }
}
