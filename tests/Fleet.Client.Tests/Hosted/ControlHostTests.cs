using System.Collections.Immutable;
using System.Text;
using Akka.TestKit.Xunit2;
using Fleet.Control.Hosting;
using Fleet.Control.Tests.Support;
using Fleet.Model;

namespace Fleet.Client.Tests.Hosted;

/// <summary>The client against a real control host with its journal, over loopback; the worker only pretends to have containers.</summary>
public sealed class ControlHostTests : TestKit
{
    // By digest, so that no node need be there to say what the name means.
    private const string Image = "app@" + FakeNode.Digest;

    private readonly StateFolder _state = new();
    private int _door;

    public ControlHostTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public async Task A_batch_job_is_submitted_watched_to_its_end_and_its_result_read()
    {
        await using ControlHost host = await Start();
        await using var node = new FakeNode("n1", host.DoorAddress) { Fate = (_, running) => Ended(running, 0, "42") };
        await using FleetClient client = Client();
        Submission submission = await client.SubmitAsync(Job.Batch("sum", "app:1") with { Replicas = 3 });
        Assert.Equal(JobEventType.JobComplete, await Until(client, submission, JobEventType.JobComplete, JobEventType.JobFailed));
        TaskOutcome outcome = await client.ResultAsync("sum", index: 2);
        Assert.Equal((true, 0, "42", "sum.sum.2", 1), (outcome.HasEnded, outcome.ExitCode, outcome.Text, outcome.Name, outcome.Attempt));
        Assert.Equal(JobState.Complete, Assert.Single(await client.ListAsync()).State);
        Assert.Equal("n1", Assert.Single(await client.NodesAsync()).Report.Name);
    }

    [Fact]
    public async Task A_client_goes_on_when_the_control_host_dies_and_comes_back()
    {
        ControlHost host = await Start();
        await using FleetClient client = Client();
        Submission first = await client.SubmitAsync(Job.Service("web", Image), "wish-1");
        await using IAsyncEnumerator<JobEvent> events = client.WatchAsync("", first.Sequence).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        long last = events.Current.Sequence;
        await host.DisposeAsync();

        Task<Accepted> scaling = client.ScaleAsync("web", 2, requestId: "wish-2");
        await using ControlHost back = await Start();
        await using var node = new FakeNode("n1", back.DoorAddress);
        Accepted scaled = await scaling;
        Assert.True(scaled.Sequence > first.Sequence);
        List<JobEventType> seen = [];
        while (!seen.Contains(JobEventType.JobScaled) || seen.Count(type => type == JobEventType.AllocationStarted) < 2)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.True(events.Current.Sequence > last, "an event came twice");
            last = events.Current.Sequence;
            seen.Add(events.Current.Type);
        }

        Assert.Equal(2, node.Starts.Count);
    }

    [Fact]
    public async Task A_wish_has_its_first_answer_also_for_another_process_after_a_restart()
    {
        Submission first;
        await using (ControlHost host = await Start())
        {
            await using FleetClient client = Client();
            first = await client.SubmitAsync(Job.Service("web", Image), "wish-1");
            await client.StopAsync("web");
        }

        await using ControlHost back = await Start();
        await using FleetClient other = Client();
        Submission again = await other.SubmitAsync(Job.Service("web", Image), "wish-1");
        Assert.Equal((first.Sequence, first.Version.Digest, first.Version.Number), (again.Sequence, again.Version.Digest, again.Version.Number));
        // It was not carried out again: the job is as stopped as it was.
        Assert.Equal(JobState.Stopped, (await other.InspectAsync("web")).Job.State);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_what_is_bad_is_rejected()
    {
        await using ControlHost host = await Start();
        await using FleetClient client = Client();
        await Assert.ThrowsAsync<FleetNotFoundException>(() => client.InspectAsync("nope"));
        await Assert.ThrowsAsync<FleetNotFoundException>(() => client.StopAsync("nope"));
        await Assert.ThrowsAsync<FleetNotFoundException>(() => client.ResultAsync("nope"));
        await client.SubmitAsync(Job.Service("web", Image));
        var rejected = await Assert.ThrowsAsync<FleetRejectedException>(() => client.ScaleAsync("web", -1));
        Assert.Contains("-1", rejected.Message);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _state.Dispose();
    }

    private static async Task<JobEventType> Until(FleetClient client, Submission submission, params JobEventType[] ends)
    {
        await foreach (JobEvent happened in client.WatchAsync(submission.Job, submission.Sequence))
        {
            if (ends.Contains(happened.Type))
            {
                return happened.Type;
            }
        }

        throw new InvalidOperationException("the watch ended");
    }

    private static AllocationFact Ended(AllocationFact running, int code, string result) => running with
    {
        Phase = Phase.Exited,
        Pid = 0,
        ExitCode = code,
        FinishedAt = running.StartedAt,
        Result = [.. Encoding.UTF8.GetBytes(result)],
    };

    private async Task<ControlHost> Start()
    {
        ControlHost host = await ControlHost.StartAsync(new ControlSettings
        {
            NodeName = "c1",
            ClusterAddress = new HostPort("127.0.0.1", 0),
            DoorAddress = new HostPort("127.0.0.1", _door),
            StateFolder = _state.Path,
            Lease = TimeSpan.FromSeconds(1),
            Heartbeat = TimeSpan.FromMilliseconds(100),
        });
        _door = HostPort.Parse(host.DoorAddress).Port;
        await host.Ready;
        return host;
    }

    private FleetClient Client() => FleetClient.Create(Sys, new FleetClientOptions { Doors = [$"127.0.0.1:{_door}"] });
}
