using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Fleet.Client.Tests.Door;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;

namespace Fleet.Client.Tests;

public sealed class FleetClientTests : TestKit
{
    private static readonly Job Web = Job.Service("web", "web:1");

    public FleetClientTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public async Task A_job_is_submitted_with_the_request_id_and_answered()
    {
        await using var door = new FakeDoor(Accepting);
        await using FleetClient client = At(door);
        Submission submission = await client.SubmitAsync(Web with { Replicas = 6 }, "request-1");
        var request = door.Next<Request>();
        Assert.Equal("request-1", request.RequestId);
        Assert.Equal(6, ((SubmitJob)request.Command).Job.Replicas);
        Assert.Equal((7, "web"), (submission.Sequence, submission.Version.Spec.Name));
    }

    [Fact]
    public async Task A_job_beyond_a_frame_is_submitted_too()
    {
        await using var door = new FakeDoor(Accepting);
        await using FleetClient client = At(door);
        string large = new('x', 300_000);
        await client.SubmitAsync(Web with { Environment = new Dictionary<string, string> { ["LARGE"] = large } });
        Assert.Equal(large, ((SubmitJob)door.Next<Request>().Command).Job.Environment["LARGE"]);
    }

    [Fact]
    public async Task A_bad_job_is_rejected_by_field_before_anybody_is_asked()
    {
        await using FleetClient client = FleetClient.Create(Sys, new FleetClientOptions { Doors = ["127.0.0.1:1"] });
        var rejected = await Assert.ThrowsAsync<FleetRejectedException>(() => client.SubmitAsync(Web with { Replicas = -1, Name = "W" }));
        Assert.Equal(["name", "services.web.deploy.replicas"], rejected.Errors.Select(error => error.Path));
        Assert.Contains("services.web.deploy.replicas: -1 is below 0", rejected.Message);
    }

    [Fact]
    public async Task What_the_cluster_answers_becomes_a_typed_error()
    {
        await using var door = new FakeDoor(message => message switch
        {
            Request { Command: StopJob } request => new Reply(request.RequestId, new Answer(AnswerStatus.NotFound, "there is no job 'x'")),
            Request request => new Reply(request.RequestId, new Answer(AnswerStatus.Rejected, "no") { Errors = [new FieldError("a.b", "is bad")] }),
            InspectJob inspect => new Problem(inspect.Number, ProblemKind.NotFound, "there is no job 'x'", default),
            _ => null,
        });
        await using FleetClient client = At(door);
        Assert.Contains("'x'", (await Assert.ThrowsAsync<FleetNotFoundException>(() => client.StopAsync("x"))).Message);
        Assert.Equal("a.b", (await Assert.ThrowsAsync<FleetRejectedException>(() => client.ScaleAsync("x", 2))).Errors[0].Path);
        await Assert.ThrowsAsync<FleetNotFoundException>(() => client.InspectAsync("x"));
    }

    [Fact]
    public async Task A_busy_cluster_is_asked_again()
    {
        int asked = 0;
        await using var door = new FakeDoor(message => message is Request request
            ? ++asked < 3 ? new Reply(request.RequestId, new Answer(AnswerStatus.Busy, "busy") { RetryAfter = TimeSpan.FromMilliseconds(10) }) : Accepting(message)
            : null);
        await using FleetClient client = At(door);
        await client.SubmitAsync(Web);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_cluster_that_stays_busy_is_said_to_be_with_when_to_come_back()
    {
        await using var door = new FakeDoor(message => message is Request request
            ? new Reply(request.RequestId, new Answer(AnswerStatus.Busy, "busy") { RetryAfter = TimeSpan.FromMinutes(1) }) : null);
        await using FleetClient client = At(door);
        Assert.Equal(TimeSpan.FromMinutes(1), (await Assert.ThrowsAsync<FleetBusyException>(() => client.SubmitAsync(Web))).RetryAfter);
    }

    [Fact]
    public async Task A_request_is_said_again_with_its_id_to_a_control_host_that_came_back()
    {
        var door = new FakeDoor(_ => null);
        await using FleetClient client = At(door);
        Task<Submission> submitting = client.SubmitAsync(Web, "once");
        Assert.Equal("once", door.Next<Request>().RequestId);
        int port = door.Port;
        await door.DisposeAsync();
        await using var back = new FakeDoor(Accepting, port);
        Assert.Equal("once", back.Next<Request>().RequestId);
        Assert.Equal(7, (await submitting).Sequence);
    }

    [Fact]
    public async Task A_watch_goes_on_where_it_stopped()
    {
        var door = new FakeDoor(message => message is Watch watch
            ? new WatchEvents(watch.Number, [Event(3), Event(4)], 5, 0) : null);
        await using FleetClient client = At(door);
        await using IAsyncEnumerator<JobEvent> events = client.WatchAsync("web", fromSequence: 3).GetAsyncEnumerator();
        Assert.Equal(3, await Next(events));
        Assert.Equal(4, await Next(events));
        int port = door.Port;
        await door.DisposeAsync();
        // The one that came back repeats an event that was seen.
        await using var back = new FakeDoor(message => message is Watch watch ? new WatchEvents(watch.Number, [Event(4), Event(5)], 6, 0) : null, port);
        Assert.Equal(5, back.Next<Watch>().FromSequence);
        Assert.Equal(5, await Next(events));
    }

    [Fact]
    public async Task A_watch_tells_a_subscribing_actor_and_ends_with_it()
    {
        await using var door = new FakeDoor(message => message is Watch watch ? new WatchEvents(watch.Number, [Event(1)], 2, 0) : null);
        await using FleetClient client = At(door);
        var subscriber = CreateTestProbe();
        IActorRef watch = client.Watch(subscriber.Ref);
        Assert.Equal(1, subscriber.ExpectMsg<JobEvent>(TimeSpan.FromSeconds(20)).Sequence);
        Watch(watch);
        Sys.Stop(subscriber.Ref);
        ExpectTerminated(watch, TimeSpan.FromSeconds(20));
        door.Next<Unwatch>();
    }

    [Fact]
    public async Task Left_watches_are_taken_back()
    {
        await using var door = new FakeDoor(message => message is Watch watch ? new WatchEvents(watch.Number, [Event(1)], 2, 0) : null);
        await using FleetClient client = At(door);
        await foreach (JobEvent happened in client.WatchAsync())
        {
            Assert.Equal(1, happened.Sequence);
            break;
        }

        door.Next<Unwatch>();
    }

    [Fact]
    public async Task The_client_is_an_actor_too()
    {
        await using var door = new FakeDoor(message => message is ListJobs list ? new JobList(list.Number, []) : Accepting(message));
        await using FleetClient client = At(door);
        client.Ref.Tell(new Messages.Submit(Web), TestActor);
        Assert.Equal("web", ExpectMsg<Submission>(TimeSpan.FromSeconds(20)).Job);
        client.Ref.Tell(new Messages.List(), TestActor);
        Assert.Empty(ExpectMsg<ImmutableArray<JobView>>(TimeSpan.FromSeconds(20)));
        client.Ref.Tell(new Messages.Submit(Web with { Replicas = -1 }), TestActor);
        Assert.IsType<FleetRejectedException>(ExpectMsg<Status.Failure>(TimeSpan.FromSeconds(20)).Cause);
    }

    [Fact]
    public async Task A_call_can_be_cancelled()
    {
        await using var door = new FakeDoor(_ => null);
        await using FleetClient client = At(door);
        using var cancel = new CancellationTokenSource();
        Task<Submission> submitting = client.SubmitAsync(Web, cancel: cancel.Token);
        door.Next<Request>();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitting);
    }

    [Fact]
    public async Task Nobody_there_is_said_when_the_options_time_is_over()
    {
        await using FleetClient client = FleetClient.Create(Sys, new FleetClientOptions { Doors = ["127.0.0.1:1"], UnreachableAfter = TimeSpan.FromMilliseconds(300) });
        var unreachable = await Assert.ThrowsAsync<FleetUnreachableException>(() => client.ListAsync());
        Assert.Contains("127.0.0.1:1", unreachable.Message);
        await Assert.ThrowsAsync<FleetUnreachableException>(async () =>
        {
            await foreach (JobEvent _ in client.WatchAsync())
            {
            }
        });
    }

    [Fact]
    public async Task A_question_that_the_control_host_does_not_know_is_rejected()
    {
        await using var door = new FakeDoor(_ => null);
        await using FleetClient client = At(door);
        Task<ImmutableArray<JobView>> listing = client.ListAsync();
        long number = door.Next<ListJobs>().Number;
        door.Say(new Problem(number, ProblemKind.Unsupported, "this control host does not know the message", default));
        Assert.Contains("does not know", (await Assert.ThrowsAsync<FleetRejectedException>(() => listing)).Message);
    }

    [Fact]
    public async Task No_more_calls_are_in_flight_than_the_session_allows()
    {
        var open = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var door = new FakeDoor(message =>
        {
            open.Enqueue(((Request)message).RequestId);
            return null;
        }, credits: 2);
        await using FleetClient client = At(door);
        Task<Accepted>[] calls = [.. Enumerable.Range(0, 5).Select(i => client.StopAsync($"j{i}", $"r{i}"))];
        foreach (string id in new[] { "r0", "r1", "r2", "r3", "r4" })
        {
            Assert.Equal(id, door.Next<Request>().RequestId);
            Assert.True(open.Count <= 2, $"{open.Count} in flight");
            // The door notes a message before it asks what to say to it.
            string? first = null;
            Assert.True(SpinWait.SpinUntil(() => open.TryDequeue(out first), TimeSpan.FromSeconds(10)));
            door.Say(new Reply(first!, Answer.Done("ok")));
        }

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Several_clients_live_in_one_process_and_say_goodbye()
    {
        await using var door = new FakeDoor(Accepting);
        FleetClient[] clients = [At(door), At(door), At(door)];
        await Task.WhenAll(clients.Select(client => client.SubmitAsync(Web)));
        foreach (FleetClient client in clients)
        {
            await client.DisposeAsync();
        }

        Assert.All(Enumerable.Range(0, 3), _ => door.Next<Goodbye>());
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("host:0")]
    public void A_door_that_is_no_address_is_refused_at_once(string door) =>
        Assert.Contains(door, Assert.Throws<ArgumentException>(() => FleetClient.Create(Sys, new FleetClientOptions { Doors = [door] })).Message);

    private static Reply? Accepting(IFleetMessage message) => message is Request request
        ? new Reply(request.RequestId, Answer.Done("accepted") with { Sequence = 7, Version = request.Command is SubmitJob submit ? new JobVersion(JobDigest.Of(submit.Job), 1, submit.Job) : null })
        : null;

    private static JobEvent Event(long sequence) => new() { Sequence = sequence, Time = DateTimeOffset.UnixEpoch, Type = JobEventType.JobAccepted, Job = "web" };

    private static async Task<long> Next(IAsyncEnumerator<JobEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current.Sequence;
    }

    private FleetClient At(FakeDoor door) => FleetClient.Create(Sys, new FleetClientOptions { Doors = [door.Address] });
}
