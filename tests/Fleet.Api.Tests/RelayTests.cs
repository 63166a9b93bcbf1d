using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Tests.Support;
using Fleet.Protocol.Tickets;

namespace Fleet.Api.Tests;

public sealed class RelayTests
{
    [Fact]
    public async Task Exec_goes_through_a_control_host_in_both_directions()
    {
        await using var node = await RunningApi.StartAsync();
        await using var control = await RunningApi.StartAsync(relay: name => name == "n2" ? node.Api.TcpAddress!.ToString() : null);
        node.Engine.Processes["a"] = new EchoProcess();
        using var call = await OpenAsync(control, "n2", Ticket(node, TicketPurpose.Exec));
        await call.WriteAsync(FrameType.Stdin, "to and fro"u8.ToArray());
        Assert.Equal(FrameType.Started, (await call.ReadAsync())?.Type);

        // Each piece comes back before the next is sent: nothing waits for the end of the body.
        byte[] came = [];
        while (came.Length < 10)
        {
            var frame = (await call.ReadAsync())!.Value;
            came = frame.Type == FrameType.Stdout ? [.. came, .. frame.Payload.Span] : came;
        }

        Assert.Equal("to and fro"u8.ToArray(), came);
        await call.WriteAsync(FrameType.StdinEnd, default);
        var last = await call.ReadAsync();
        while (last?.Type != FrameType.Exit)
        {
            last = await call.ReadAsync();
        }

        Assert.Equal(1, JsonSerializer.Deserialize(last.Value.Payload.Span, ApiJson.Default.ExitInfo)?.ExitCode);
    }

    [Fact]
    public async Task The_node_judges_the_ticket()
    {
        await using var node = await RunningApi.StartAsync();
        await using var control = await RunningApi.StartAsync(relay: _ => node.Api.TcpAddress!.ToString());
        node.Engine.Processes["a"] = new EchoProcess();
        var e = await Assert.ThrowsAsync<ApiException>(() => OpenAsync(control, "n2", Ticket(node, TicketPurpose.Logs)));
        Assert.Equal(ErrorCodes.Forbidden, e.Error.Code);
    }

    [Fact]
    public async Task A_node_that_is_not_known_is_not_found()
    {
        await using var control = await RunningApi.StartAsync(relay: _ => null);
        var e = await Assert.ThrowsAsync<ApiException>(() => OpenAsync(control, "n9", "x"));
        Assert.Equal((ErrorCodes.NotFound, "there is no node n9"), (e.Error.Code, e.Error.Message));
    }

    private static string Ticket(RunningApi node, string purpose) =>
        new Ticket(purpose, "a", DateTimeOffset.UtcNow.AddMinutes(1)).Sign(node.Engine.TicketKey.Span);

    private static async Task<DuplexCall> OpenAsync(RunningApi control, string node, string ticket)
    {
        var uri = new Uri($"http://{control.Api.TcpAddress}{Routes.Relayed(node, Routes.AllocationExec("a"))}");
        var http = new HttpMessageInvoker(new SocketsHttpHandler());
        return await DuplexCall.OpenAsync(http, uri, new ExecRequest { Command = ["x"], Stdin = true }, ApiJson.Default.ExecRequest, ticket);
    }
}
