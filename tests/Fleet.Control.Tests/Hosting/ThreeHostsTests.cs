using Fleet.Control.Hosting;
using Fleet.Control.Journal;
using Fleet.Control.Tests.Support;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;

namespace Fleet.Control.Tests.Hosting;

/// <summary>Three control hosts in one process, on loopback, over PostgreSQL.</summary>
[Collection(PostgreSqlCollection.Name)]
public sealed class ThreeHostsTests(PostgreSqlServer server) : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [SkippableFact]
    public async Task The_scheduler_moves_when_its_host_dies_and_visitors_find_it_wherever_they_knock()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        string database = server.NewDatabase();
        HostPort[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        var hosts = await Task.WhenAll(ports.Select(port => ControlHost.StartAsync(Settings(port, ports, database))));
        try
        {
            await Task.WhenAll(hosts.Select(host => host.Ready));
            await using var node = new FakeNode("n1", [.. hosts.Select(host => host.DoorAddress)]);
            await using var client = new Guest(VisitorRole.Client, "c1", [.. hosts.Select(host => host.DoorAddress)]);
            var before = await client.EnterAsync();
            client.Say(new Watch(1, 1, "web"));
            client.Say(new Request("r1", new SubmitJob(Job.Service("web", "app:1") with { Replicas = 3 })));
            await client.HearAsync<WatchEvents>(events => events.Events.Any(e => e.Type == JobEventType.JobUp));

            var holder = Assert.Single(hosts, host => host.Epoch > 0);
            await holder.DisposeAsync();
            var after = await client.EnterAsync();
            Assert.True(after.Epoch > before.Epoch);
            Assert.Single(hosts, host => host != holder && host.Epoch > 0);

            client.Say(new Watch(1, 1, "web"));
            client.Say(new Request("r1", new SubmitJob(Job.Service("web", "app:1") with { Replicas = 3 })));
            Assert.Equal(AnswerStatus.Ok, (await client.HearAsync<Reply>()).Answer.Status);
            client.Say(new Request("r2", new ScaleJob("web", "", 4)));
            await client.HearAsync<WatchEvents>(events => events.Events.Any(e => e is { Type: JobEventType.AllocationStarted, Allocation: "web.web.3" }));
            Assert.Equal(4, node.Starts.Count);
            Assert.All(node.Starts.Values, starts => Assert.Equal(1, starts));
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_host_that_leaves_hands_the_scheduler_over()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        string database = server.NewDatabase();
        HostPort[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        var hosts = await Task.WhenAll(ports.Select(port => ControlHost.StartAsync(Settings(port, ports, database))));
        try
        {
            await Task.WhenAll(hosts.Select(host => host.Ready));
            await using var client = new Guest(VisitorRole.Client, "c1", [.. hosts.Select(host => host.DoorAddress)]);
            Assert.Equal(1, (await client.EnterAsync()).Epoch);
            await Assert.Single(hosts, host => host.Epoch > 0).LeaveAsync(TimeSpan.FromSeconds(15));
            Assert.Equal(2, (await client.EnterAsync()).Epoch);
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task One_of_three_alone_welcomes_nobody()
    {
        Skip.IfNot(server.WhyNot.Length == 0, server.WhyNot);
        HostPort[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        await using var alone = await ControlHost.StartAsync(Settings(ports[0], ports, server.NewDatabase()));
        await using var client = new Guest(VisitorRole.Client, "c1", alone.DoorAddress);
        var none = await client.HearAsync<Protocol.Visiting.NoSession>();
        Assert.Contains("no scheduler has begun yet", none.Reason);
        Assert.False(alone.Ready.IsCompleted);
    }

    private ControlSettings Settings(HostPort cluster, HostPort[] seeds, string database) => new()
    {
        NodeName = "n1",
        ClusterAddress = cluster,
        DoorAddress = new HostPort("127.0.0.1", 0),
        Seeds = [.. seeds],
        ControlHosts = 3,
        BearSilence = TimeSpan.FromSeconds(3),     // tests run on machines that are busy
        Lease = TimeSpan.FromSeconds(10),
        StateFolder = Path.Combine(_state.Path, $"{cluster.Port}"),
        Journal = JournalSettings.PostgreSql(database),
        LogLevel = Environment.GetEnvironmentVariable("FLEET_TEST_LOG") ?? "ERROR",
    };
}
