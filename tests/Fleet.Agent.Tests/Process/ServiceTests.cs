using System.Net.Sockets;
using System.Text;
using Fleet.Api.Contracts.Connection;

namespace Fleet.Agent.Tests.Process;

/// <summary>What the agent tells the service manager that started it, and what it says of a place that is not as it should be.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("fleet-agent-").FullName;

    public void Dispose() => AgentProcess.Clean(_root);

    [SkippableTheory, InlineData(false), InlineData(true)]
    public async Task It_tells_the_service_manager_that_it_answers_and_later_that_it_leaves(bool isAbstract)
    {
        string address = isAbstract ? "@" + Path.GetFileName(_root) : Path.Combine(_root, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + address[1..] : address));

        await using var agent = AgentProcess.StartBelow(_root, [], address);
        Assert.Equal("READY=1", await Next(manager));
        Assert.True(AgentSocket.Answers(agent.Root.Socket));
        agent.Signal("-TERM");
        Assert.Equal("STOPPING=1", await Next(manager));
        Assert.Equal(0, await agent.ExitAsync());
    }

    [SkippableFact]
    public async Task Nobody_listening_there_does_not_keep_it_from_starting()
    {
        await using var agent = await AgentProcess.StartBelow(_root, [], Path.Combine(_root, "nobody")).ReadyAsync();
        agent.Signal("-TERM");
        Assert.Equal(0, await agent.ExitAsync());
    }

    [SkippableFact]
    public async Task In_a_container_that_is_in_the_hosts_cgroup_namespace_it_says_so_and_names_the_cure()
    {
        Skip.IfNot(File.Exists("/usr/bin/unshare"), "unshare is not there: install Debian's util-linux");
        await using var agent = await AgentProcess.StartBelow(
            _root, ["/usr/bin/unshare", "--pid", "--fork", "--kill-child", "--mount-proc"], ownGroup: false).ReadyAsync();
        Assert.Contains("in the host's cgroup namespace", await Said(agent, "cgroup namespace"));
        Assert.Contains("--default-cgroupns-mode private", agent.Output);
    }

    [SkippableFact]
    public async Task With_a_cgroup_namespace_of_its_own_it_says_nothing()
    {
        Skip.IfNot(File.Exists("/usr/bin/unshare"), "unshare is not there: install Debian's util-linux");
        await using var agent = await AgentProcess.StartBelow(
            _root, ["/usr/bin/unshare", "--pid", "--cgroup", "--fork", "--kill-child", "--mount-proc"], ownGroup: false).ReadyAsync();
        Assert.DoesNotContain("cgroup namespace", await Said(agent, "is ready"));
    }

    // What is said about the start comes after the socket answers.
    private static async Task<string> Said(AgentProcess agent, string words)
    {
        for (int n = 0; n < 500 && !agent.Output.Contains(words, StringComparison.Ordinal); n++) await Task.Delay(20);
        return agent.Output;
    }

    private static async Task<string> Next(Socket manager)
    {
        byte[] words = new byte[256];
        int length = await manager.ReceiveAsync(words).WaitAsync(TimeSpan.FromMinutes(2));
        return Encoding.ASCII.GetString(words, 0, length);
    }
}
