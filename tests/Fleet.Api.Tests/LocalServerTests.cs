using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Tests.Support;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Tests;

public sealed class LocalServerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task It_answers_on_a_socket_however_deep_that_lies(int depth)
    {
        await using var api = await RunningApi.StartAsync(depth);
        var version = await api.Client.GetAsync(Routes.Version, ApiJson.Default.VersionInfo);
        Assert.Equal(("1.2.3", "n1"), (version.Version, version.Node));
        Assert.True(AgentSocket.Answers(api.Socket));
    }

    [Fact]
    public async Task Its_socket_is_its_owners_alone_and_goes_with_it()
    {
        string socket;
        await using (var api = await RunningApi.StartAsync())
        {
            socket = api.Socket;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
            Assert.Equal([socket], Directory.GetFiles(Path.GetDirectoryName(socket)!));
        }

        Assert.False(AgentSocket.Answers(socket));
    }

    [Fact]
    public async Task A_listing_without_entries_is_an_empty_array()
    {
        await using var api = await RunningApi.StartAsync();
        Assert.Equal("[]"u8.ToArray(), await api.Client.GetBytesAsync(Routes.Containers));
    }

    [Fact]
    public async Task Field_names_and_states_are_those_that_are_documented()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        string json = System.Text.Encoding.UTF8.GetString(await api.Client.GetBytesAsync(Routes.Containers));
        Assert.StartsWith("[{\"id\":\"0123456789abcdef\",\"name\":\"c\",\"image\":\"base\",", json);
        Assert.Contains("\"node\":\"n1\",\"state\":\"running\",\"exitCode\":null,\"oomKilled\":false,\"pid\":0,", json);
        Assert.Contains("\"startedAt\":null", json);
        Assert.Contains("\"job\":\"\"", json);
    }

    [Fact]
    public async Task What_the_engine_refuses_comes_back_as_its_words_and_a_code()
    {
        await using var api = await RunningApi.StartAsync();
        var e = await Assert.ThrowsAsync<ApiException>(() => api.Client.DeleteAsync(Routes.Container("nobody")));
        Assert.Equal((ErrorCodes.NotFound, "no such container: nobody"), (e.Error.Code, e.Error.Message));
    }

    [Fact]
    public async Task A_path_that_is_none_is_answered_as_an_error_too()
    {
        await using var api = await RunningApi.StartAsync();
        var e = await Assert.ThrowsAsync<ApiException>(() => api.Client.GetBytesAsync("/v1/nothing"));
        Assert.Contains("/v1/nothing is no part of this API", e.Error.Message);
    }

    [Fact]
    public async Task A_fault_of_our_own_shows_its_message_and_no_stack()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.StartFails = new InvalidOperationException("the sky fell");
        api.Engine.Processes["c"] = new EchoProcess();
        var e = await Assert.ThrowsAsync<ApiException>(() => api.Client.PostAsync(Routes.Container("c", "start")));
        Assert.Equal((ErrorCodes.Internal, "the sky fell"), (e.Error.Code, e.Error.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_making_of_a_container_tells_its_progress_and_then_its_id(int steps)
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.ProgressSteps = steps;
        var lines = await CreateAsync(api);
        Assert.Equal(steps, lines.Count(l => l.Progress is not null));
        Assert.Equal("0123456789abcdef", lines[^1].Created?.Id);
    }

    [Fact]
    public async Task A_failure_after_progress_is_the_last_line()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.ProgressSteps = 2;
        api.Engine.CreateFails = new EngineException(EngineError.StartFailed, "no such file: nosuch", 127);
        var error = (await CreateAsync(api))[^1].Error;
        Assert.Equal((ErrorCodes.StartFailed, 127), (error?.Code, error?.ExitCode));
    }

    [Fact]
    public async Task A_failure_before_progress_is_an_answer_with_its_status()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.CreateFails = new EngineException(EngineError.NotFound, "no such image: base");
        var e = await Assert.ThrowsAsync<ApiException>(() => CreateAsync(api));
        Assert.Equal((ErrorCodes.NotFound, 125), (e.Error.Code, e.Error.ExitCode));
    }

    [Fact]
    public async Task Events_of_the_node_come_one_a_line()
    {
        await using var api = await RunningApi.StartAsync();
        var events = new List<Fleet.Api.Contracts.Events.EventInfo>();
        await foreach (var e in api.Client.LinesAsync(HttpMethod.Get, Routes.Events, null, ApiJson.Default.EventInfo))
        {
            events.Add(e);
        }

        var only = Assert.Single(events);
        Assert.Equal(("container", "die", "c", 3), (only.Type, only.Action, only.Name, only.ExitCode));
    }

    private static async Task<List<CreateProgress>> CreateAsync(RunningApi api)
    {
        var body = AgentClient.Content(new CreateContainer { Spec = new ContainerSpec { Image = "base" } }, ApiJson.Default.CreateContainer);
        var lines = new List<CreateProgress>();
        await foreach (var line in api.Client.LinesAsync(HttpMethod.Post, Routes.Containers, body, ApiJson.Default.CreateProgress))
        {
            lines.Add(line);
        }

        return lines;
    }
}
