using System.Net.Sockets;
using Fleet.Api.Contracts.Roots;

namespace Fleet.Api.Tests.Contracts;

public sealed class AgentLookupTests : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("fleet-api-test-").FullName;
    private readonly List<Socket> _listening = [];

    private FleetRoot Root => FleetRoot.At(_top);

    [Fact]
    public void The_roots_own_agent_comes_before_its_lab()
    {
        Listen(Root, "own", "control");
        Listen(Root.LabNode("n1"), "n1", "control");
        Assert.Equal(Root, AgentLookup.Find(Root, null));
    }

    [Fact]
    public void Else_the_first_living_control_node_of_the_lab_is_asked()
    {
        Folder(Root.LabNode("n1"), "n1", "control");
        Listen(Root.LabNode("n2"), "n2", "worker");
        Listen(Root.LabNode("n10"), "n10", "control");
        Listen(Root.LabNode("n3"), "n3", "control");
        Assert.Equal(Root.LabNode("n3"), AgentLookup.Find(Root, null));
    }

    [Fact]
    public void A_node_is_picked_by_its_name()
    {
        Listen(Root.LabNode("n1"), "n1", "control");
        Listen(Root.LabNode("n2"), "n2", "worker");
        Assert.Equal(Root.LabNode("n2"), AgentLookup.Find(Root, "n2"));
    }

    [Fact]
    public void The_roots_own_agent_has_a_name_too()
    {
        Listen(Root, "own", "control");
        Assert.Equal(Root, AgentLookup.Find(Root, "own"));
    }

    [Theory]
    [InlineData("n1", "fleet lab start n1")]
    [InlineData("n7", "there is no node n7")]
    [InlineData("../x", "there is no node ../x")]
    public void A_node_that_does_not_run_is_named_with_the_cure(string node, string said)
    {
        Folder(Root.LabNode("n1"), "n1", "worker");
        Assert.Contains(said, Assert.Throws<NoAgentException>(() => AgentLookup.Find(Root, node)).Message);
    }

    [Fact]
    public void With_a_dead_lab_both_ways_to_start_are_named()
    {
        Folder(Root.LabNode("n1"), "n1", "control");
        string message = Assert.Throws<NoAgentException>(() => AgentLookup.Find(Root, null)).Message;
        Assert.Contains($"fleet node -d --root {_top}", message);
        Assert.Contains("fleet lab up", message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("/opt", "/env", "/opt")]
    [InlineData(null, "/env", "/env")]
    [InlineData("", "/env", "/env")]
    [InlineData(null, null, null)]
    public void The_option_comes_before_the_environment_and_that_before_the_systems_own(string? option, string? environment, string? folder)
    {
        var root = FleetRoot.Choose(option, environment);
        Assert.Equal(folder, root.Folder);
        Assert.Equal(folder is null ? "/run/fleet/fleet.sock" : folder + "/run/fleet.sock", root.Socket);
    }

    public void Dispose()
    {
        _listening.ForEach(socket => socket.Dispose());
        Directory.Delete(_top, recursive: true);
    }

    private static void Folder(FleetRoot root, string name, string role)
    {
        Directory.CreateDirectory(root.Run);
        new AgentRecord { Name = name, Roles = [role], Pid = 1 }.WriteTo(root.AgentFile);
    }

    private void Listen(FleetRoot root, string name, string role)
    {
        Folder(root, name, role);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(root.Socket));
        socket.Listen();
        _listening.Add(socket);
    }
}
