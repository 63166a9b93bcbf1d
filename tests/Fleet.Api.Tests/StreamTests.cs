using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Tests.Support;
using Fleet.Node.Engine;

namespace Fleet.Api.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task What_is_sent_comes_back_byte_for_byte_and_then_the_exit()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess { Code = 7 };
        byte[] sent = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31))];
        using var call = await api.Client.DuplexAsync(Routes.Container("c", "attach"), new AttachRequest { Start = true, Stdin = true, StdinOnce = true }, ApiJson.Default.AttachRequest);
        var sending = Task.Run(async () =>
        {
            await call.WriteAsync(FrameType.Stdin, sent);
            await call.WriteAsync(FrameType.StdinEnd, default);
        });
        var said = await DrainAsync(call);
        await sending;
        Assert.Equal(sent, said.Stdout);
        Assert.Equal("to stderr", Encoding.UTF8.GetString(said.Stderr));
        Assert.Equal(7, said.Exit?.ExitCode);
    }

    [Fact]
    public async Task A_signal_ends_what_runs()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        using var call = await api.Client.DuplexAsync(Routes.Container("c", "attach"), new AttachRequest { Start = true }, ApiJson.Default.AttachRequest);
        await call.WriteAsync(FrameType.Signal, "15"u8.ToArray());
        Assert.Equal(143, (await DrainAsync(call)).Exit?.ExitCode);
        Assert.Equal([("c", "15")], api.Engine.Signals);
    }

    [Fact]
    public async Task A_command_that_cannot_start_is_refused_before_the_stream_with_its_exit_code()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        api.Engine.StartFails = new EngineException(EngineError.StartFailed, "no such file: nosuch", 127);
        var e = await Assert.ThrowsAsync<ApiException>(() =>
            api.Client.DuplexAsync(Routes.Container("c", "attach"), new AttachRequest { Start = true }, ApiJson.Default.AttachRequest));
        Assert.Equal((ErrorCodes.StartFailed, 127), (e.Error.Code, e.Error.ExitCode));
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_nothing()
    {
        await using var api = await RunningApi.StartAsync();
        var process = api.Engine.Processes["c"] = new EchoProcess();
        using (await api.Client.DuplexAsync(Routes.Container("c", "attach"), new AttachRequest { Start = true }, ApiJson.Default.AttachRequest))
        {
        }

        Assert.False(process.WaitAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Exec_takes_its_command_and_ends_with_its_stdin()
    {
        await using var api = await RunningApi.StartAsync();
        using var call = await api.Client.DuplexAsync(Routes.Container("c", "exec"), new ExecRequest { Command = ["a", "b", "c"], Stdin = true }, ApiJson.Default.ExecRequest);
        await call.WriteAsync(FrameType.StdinEnd, default);
        Assert.Equal(3, (await DrainAsync(call)).Exit?.ExitCode);
    }

    [Fact]
    public async Task Logs_hold_time_stream_and_every_byte()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        byte[] odd = [0xed, 0xab, 0xee, 0xdb, 0x03, 0x00, (byte)'x'];
        var time = DateTimeOffset.UnixEpoch.AddTicks(123456789);
        api.Engine.Log.AddRange([new LogChunk(time, false, odd, true, false), new LogChunk(time, true, "rest"u8.ToArray(), false, true)]);
        var reader = new FrameReader(await api.Client.GetStreamAsync(Routes.Container("c", "logs")));
        var first = LogFrame.Decode((await reader.ReadAsync())!.Value.Payload.ToArray());
        Assert.Equal(odd, first.Content.ToArray());
        Assert.Equal((time, false, true, false), (first.Time, first.Stderr, first.EndsLine, first.Gap));
        var second = LogFrame.Decode((await reader.ReadAsync())!.Value.Payload.ToArray());
        Assert.Equal((true, false, true), (second.Stderr, second.EndsLine, second.Gap));
        Assert.Null(await reader.ReadAsync());
    }

    [Fact]
    public async Task Whoever_follows_is_let_go_when_the_agent_stops()
    {
        var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        using var call = await api.Client.DuplexAsync(Routes.Container("c", "attach"), new AttachRequest { Start = true }, ApiJson.Default.AttachRequest);
        Assert.Equal(FrameType.Started, (await call.ReadAsync())?.Type);
        var stopping = api.Api.DisposeAsync().AsTask();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await call.ReadAsync() is not null)
            {
            }

            throw new EndOfStreamException("ended without an exit, as it should");
        });
        await stopping;
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Logs_of_nobody_are_not_found()
    {
        await using var api = await RunningApi.StartAsync();
        var e = await Assert.ThrowsAsync<ApiException>(() => api.Client.GetStreamAsync(Routes.Container("nobody", "logs")));
        Assert.Equal(ErrorCodes.NotFound, e.Error.Code);
    }

    private static async Task<(byte[] Stdout, byte[] Stderr, ExitInfo? Exit)> DrainAsync(DuplexCall call)
    {
        using MemoryStream stdout = new(), stderr = new();
        ExitInfo? exit = null;
        while (exit is null && await call.ReadAsync() is { } frame)
        {
            switch (frame.Type)
            {
                case FrameType.Stdout: stdout.Write(frame.Payload.Span); break;
                case FrameType.Stderr: stderr.Write(frame.Payload.Span); break;
                case FrameType.Exit: exit = JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ExitInfo); break;
            }
        }

        return (stdout.ToArray(), stderr.ToArray(), exit);
    }
}
