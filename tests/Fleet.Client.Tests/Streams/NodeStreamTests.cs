using System.Text;
using System.Text.Json;
using Akka.TestKit.Xunit2;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Client.Tests.Door;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fleet.Client.Tests.Streams;

/// <summary>Logs and exec over HTTP/2, with tickets from a door over real remoting.</summary>
public sealed class NodeStreamTests : TestKit
{
    private static readonly AllocationId Id = new(7);

    // Nothing listens there: port 1 of loopback.
    private const string OutOfReach = "127.0.0.1:1";

    public NodeStreamTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public async Task A_log_is_read_from_the_node_by_ticket()
    {
        string? asked = null, ticket = null;
        await using FakeHttpNode node = await FakeHttpNode.Start(http =>
        {
            (asked, ticket) = (http.Request.Path + http.Request.QueryString, http.Request.Headers.Authorization);
            return FakeHttpNode.Log(http, 0, 3);
        });
        await using var door = new FakeDoor(message => Answer(message, node.Address, ""));
        await using FleetClient client = At(door);
        Assert.Equal(["line 0", "line 1", "line 2"], await Texts(client.LogsAsync("web", tail: 10)));
        Assert.Equal($"/v1/allocations/{Id}/logs?tail=10", asked);
        Assert.Equal($"{Routes.TicketScheme} token", ticket);
    }

    [Fact]
    public async Task A_followed_log_that_breaks_is_taken_up_where_it_broke()
    {
        List<string?> since = [];
        var read = new TaskCompletionSource();
        await using FakeHttpNode node = await FakeHttpNode.Start(async http =>
        {
            since.Add(http.Request.Query["since"]);
            if (since.Count == 1)
            {
                await FakeHttpNode.Log(http, 0, 3);
                await read.Task;
                http.Features.Get<IHttpResetFeature>()!.Reset(2);
            }
            else
            {
                // From the time of the last piece on, as a node answers.
                await FakeHttpNode.Log(http, 2, 3);
            }
        });
        await using var door = new FakeDoor(message => Answer(message, node.Address, ""));
        await using FleetClient client = At(door);
        List<string> texts = [];
        await foreach (LogPiece piece in client.LogsAsync("web", follow: true))
        {
            texts.Add(piece.Text);
            if (texts.Count == 3)
            {
                read.SetResult();
            }
        }

        Assert.Equal(["line 0", "line 1", "line 2", "line 3", "line 4"], texts);
        Assert.Null(since[0]);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), DateTimeOffset.Parse(since[1]!, null));
    }

    [Fact]
    public async Task A_node_out_of_reach_is_reached_through_the_control_host()
    {
        string? asked = null;
        await using FakeHttpNode control = await FakeHttpNode.Start(http =>
        {
            asked = http.Request.Path;
            return FakeHttpNode.Log(http, 0, 1);
        });
        await using var door = new FakeDoor(message => Answer(message, OutOfReach, control.Address));
        await using FleetClient client = At(door);
        Assert.Equal(["line 0"], await Texts(client.LogsAsync("web")));
        Assert.Equal(Routes.Relayed("n1", Routes.AllocationLogs(Id.ToString())), asked);
    }

    [Fact]
    public async Task A_node_that_refuses_is_quoted()
    {
        await using FakeHttpNode node = await FakeHttpNode.Start(async http =>
        {
            http.Response.StatusCode = 404;
            await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new ApiError { Code = ErrorCodes.NotFound, Message = "its log is gone" }, ApiJson.Default.ApiError));
        });
        await using var door = new FakeDoor(message => Answer(message, node.Address, ""));
        await using FleetClient client = At(door);
        Assert.Contains("its log is gone", (await Assert.ThrowsAsync<FleetNotFoundException>(() => Texts(client.LogsAsync("web")))).Message);
    }

    [Fact]
    public async Task A_command_runs_beside_a_task_with_its_streams_and_code()
    {
        await using FakeHttpNode node = await FakeHttpNode.Start(async http =>
        {
            var reader = new FrameReader(http.Request.Body);
            var writer = new FrameWriter(http.Response.Body);
            Frame open = (await reader.ReadAsync())!.Value;
            ExecRequest request = JsonSerializer.Deserialize(open.Payload.Span, ApiJson.Default.ExecRequest)!;
            await writer.WriteAsync(FrameType.Started, ReadOnlyMemory<byte>.Empty);
            await writer.WriteAsync(FrameType.Stdout, Encoding.UTF8.GetBytes(string.Join(' ', request.Command)));
            await writer.WriteAsync(FrameType.Stderr, Encoding.UTF8.GetBytes("oops"));
            await writer.WriteAsync(FrameType.Exit, new ExitInfo(3), ApiJson.Default.ExitInfo);
        });
        await using var door = new FakeDoor(message => Answer(message, node.Address, ""));
        await using FleetClient client = At(door);
        Assert.Equal(new ExecOutcome(3, "ls -l", "oops"), await client.ExecAsync("web", ["ls", "-l"]));
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_says_why()
    {
        await using FakeHttpNode node = await FakeHttpNode.Start(async http =>
        {
            var writer = new FrameWriter(http.Response.Body);
            await writer.WriteAsync(FrameType.Error, new ApiError { Code = ErrorCodes.StartFailed, Message = "nosuch: not found", ExitCode = 127 }, ApiJson.Default.ApiError);
        });
        await using var door = new FakeDoor(message => Answer(message, node.Address, ""));
        await using FleetClient client = At(door);
        var rejected = await Assert.ThrowsAsync<FleetRejectedException>(() => client.ExecAsync("web", ["nosuch"]));
        Assert.Equal((127, "nosuch: not found"), (rejected.ExitCode, rejected.Message));
    }

    private static IFleetMessage? Answer(IFleetMessage message, string node, string control) => message switch
    {
        GetResult get => new TaskResult(get.Number, new AllocationView
        {
            Node = "n1",
            Assignment = new Assignment(Id, "web", "web", 0, "sha256:1", 1, 1, Desired.Run, []),
            Fact = new AllocationFact { Id = Id, Phase = Phase.Running },
        }),
        GetTicket get => new TicketIssued(get.Number, "n1", node, control, "token", DateTimeOffset.UnixEpoch),
        _ => null,
    };

    private static async Task<List<string>> Texts(IAsyncEnumerable<LogPiece> log)
    {
        List<string> texts = [];
        await foreach (LogPiece piece in log)
        {
            texts.Add(piece.Text);
        }

        return texts;
    }

    private FleetClient At(FakeDoor door) => FleetClient.Create(Sys, new FleetClientOptions { Doors = [door.Address] });
}
