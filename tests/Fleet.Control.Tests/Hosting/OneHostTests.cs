using Fleet.Control.Hosting;
using Fleet.Control.Tests.Support;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Tickets;

namespace Fleet.Control.Tests.Hosting;

/// <summary>A control host, a worker and a client, each in actor systems of their own, over loopback.</summary>
public sealed class OneHostTests : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task A_job_of_a_client_runs_on_a_worker_and_its_events_are_told()
    {
        await using var host = await ControlHost.StartAsync(Settings());
        await host.Ready;
        await using var node = new FakeNode("n1", host.DoorAddress);
        await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
        Assert.Equal(1, (await client.EnterAsync()).Epoch);

        client.Say(new Watch(1, 1, "web"));
        client.Say(new Request("r1", new SubmitJob(Web)));
        var answer = (await client.HearAsync<Reply>()).Answer;
        Assert.Equal(AnswerStatus.Ok, answer.Status);
        Assert.Equal(FakeNode.Digest, answer.Version!.Spec.Container.Image.Split('@')[^1]);

        await SeeAsync(client, JobEventType.JobUp);
        client.Say(new ListAllocations(1, "web"));
        var running = (await client.HearAsync<AllocationList>()).Allocations;
        Assert.Equal(3, running.Length);
        Assert.All(running, view => Assert.Equal(("n1", Phase.Running), (view.Node, view.Fact.Phase)));
        Assert.All(node.Starts.Values, starts => Assert.Equal(1, starts));
    }

    [Fact]
    public async Task What_was_accepted_outlives_the_host_and_a_repeated_request_gets_the_same_answer()
    {
        Answer first;
        long seen;
        int door;
        await using (var host = await ControlHost.StartAsync(Settings()))
        {
            door = HostPort.Parse(host.DoorAddress).Port;
            await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
            await using var node = new FakeNode("n1", host.DoorAddress);
            await client.EnterAsync();
            client.Say(new Watch(1, 1, ""));
            client.Say(new Request("r1", new SubmitJob(Web)));
            first = (await client.HearAsync<Reply>()).Answer;
            seen = await SeeAsync(client, JobEventType.JobUp);
        }

        await using var next = await ControlHost.StartAsync(Settings() with { DoorAddress = new HostPort("127.0.0.1", door) });
        await next.Ready;
        Assert.Equal(2, next.Epoch);
        await using var again = new Guest(VisitorRole.Client, "c1", next.DoorAddress);
        Assert.Equal(2, (await again.EnterAsync()).Epoch);

        again.Say(new Request("r1", new SubmitJob(Web)));
        var second = (await again.HearAsync<Reply>()).Answer;
        Assert.Equal((first.Status, first.Message, first.Version!.Digest, first.Version.Number, first.Sequence),
            (second.Status, second.Message, second.Version!.Digest, second.Version.Number, second.Sequence));

        again.Say(new Watch(1, 1, "web"));
        var resumed = await again.HearAsync<WatchEvents>(events => events.Events.Any(e => e.Sequence == seen));
        Assert.Equal(0, resumed.Missed);
        Assert.Contains(resumed.Events, e => e is { Type: JobEventType.JobAccepted, Job: "web" });

        again.Say(new ListJobs(2));
        Assert.Equal("web", Assert.Single((await again.HearAsync<JobList>()).Jobs).Name);
    }

    [Fact]
    public async Task Visitors_of_a_host_that_is_killed_and_started_again_are_back_in_its_next_epoch_and_nothing_is_started_twice()
    {
        var host = await ControlHost.StartAsync(Settings());
        var same = Settings() with { DoorAddress = HostPort.Parse(host.DoorAddress), ClusterAddress = HostPort.Parse(host.ClusterAddress) };
        await using var node = new FakeNode("n1", host.DoorAddress);
        await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
        await client.EnterAsync();
        client.Say(new Watch(1, 1, "web"));
        client.Say(new Request("r1", new SubmitJob(Web)));
        long seen = await SeeAsync(client, JobEventType.JobUp);
        await host.DisposeAsync();

        await using var next = await ControlHost.StartAsync(same);
        Assert.Equal(2, (await client.EnterAsync()).Epoch);
        client.Say(new Watch(1, seen + 1, ""));
        client.Say(new Request("r2", new ScaleJob("web", "", 5)));
        Assert.Equal(AnswerStatus.Ok, (await client.HearAsync<Reply>()).Answer.Status);
        await SeeAsync(client, JobEventType.JobUp);
        Assert.Equal(5, node.Starts.Count);
        Assert.All(node.Starts.Values, starts => Assert.Equal(1, starts));
    }

    [Fact]
    public async Task A_batch_leaves_its_exit_code_and_result_with_the_control_host()
    {
        await using var host = await ControlHost.StartAsync(Settings());
        byte[] result = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];
        await using var node = new FakeNode("n1", host.DoorAddress)
        {
            Fate = (_, running) => running with { Phase = Phase.Exited, FinishedAt = running.StartedAt, ExitCode = 0, Result = [.. result] },
        };
        await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
        await client.EnterAsync();
        client.Say(new Watch(1, 1, "sum"));
        client.Say(new Request("r1", new SubmitJob(Job.Batch("sum", "app:1") with { Replicas = 2 })));
        await SeeAsync(client, JobEventType.JobComplete);

        client.Say(new GetResult(1, "sum", "", 1));
        var fact = (await client.HearAsync<TaskResult>()).Allocation.Fact;
        Assert.Equal(0, fact.ExitCode);
        Assert.Equal(result, fact.Result);
    }

    [Fact]
    public async Task A_ticket_of_the_control_host_is_good_at_the_node()
    {
        await using var host = await ControlHost.StartAsync(Settings() with { HttpAddress = "127.0.0.1:9" });
        await using var node = new FakeNode("n1", host.DoorAddress);
        await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
        await client.EnterAsync();
        client.Say(new Watch(1, 1, ""));
        await SeeAsync(client, JobEventType.NodeReady);

        client.Say(new GetTicket(1, default, "n1", TicketPurpose.Stats));
        var issued = await client.HearAsync<TicketIssued>();
        Assert.Equal(("n1", "127.0.0.1:7423", "127.0.0.1:9"), (issued.Node, issued.NodeAddress, issued.ControlAddress));
        Assert.NotNull(Ticket.Verify([.. node.Report.TicketKey], issued.Token, TicketPurpose.Stats, "n1", DateTimeOffset.UtcNow, out _));

        client.Say(new GetTicket(2, default, "n9", TicketPurpose.Stats));
        Assert.Equal(ProblemKind.NotFound, (await client.HearAsync<Problem>()).Kind);
        client.Say(new ListNodes(3));
        Assert.All((await client.HearAsync<NodeList>()).Nodes, view => Assert.Empty(view.Report.TicketKey));
    }

    [Fact]
    public async Task A_faulty_job_is_rejected_with_the_paths_of_its_faults()
    {
        await using var host = await ControlHost.StartAsync(Settings());
        await using var client = new Guest(VisitorRole.Client, "c1", host.DoorAddress);
        await client.EnterAsync();
        client.Say(new Request("r1", new SubmitJob(Job.Service("web", "app:1") with { Replicas = -1 })));
        var answer = (await client.HearAsync<Reply>()).Answer;
        Assert.Equal(AnswerStatus.Rejected, answer.Status);
        Assert.Contains(answer.Errors, error => error.Path == "services.web.deploy.replicas");
    }

    private static Job Web => Job.Service("web", "app:1") with { Replicas = 3 };

    private ControlSettings Settings() => new()
    {
        NodeName = "n1",
        ClusterAddress = new HostPort("127.0.0.1", 0),
        DoorAddress = new HostPort("127.0.0.1", 0),
        StateFolder = _state.Path,
        Lease = TimeSpan.FromSeconds(30),     // tests run on machines that are busy
        LogLevel = Environment.GetEnvironmentVariable("FLEET_TEST_LOG") ?? "WARNING",
    };

    /// <summary>The sequence of the event, once it is told.</summary>
    private static async Task<long> SeeAsync(Guest client, JobEventType type)
    {
        var message = await client.HearAsync<WatchEvents>(events => events.Events.Any(e => e.Type == type));
        return message.Events.First(e => e.Type == type).Sequence;
    }
}
