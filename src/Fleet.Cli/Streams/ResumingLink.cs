using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Streams;

/// <summary>
/// A link to a container's own streams that outlives the agent: it counts the bytes it was given, and when the agent is another
/// one, asks for what comes after them.
/// </summary>
internal sealed class ResumingLink : IFrameLink
{
    private readonly AgentClient _client;
    private readonly string _id;
    private readonly AttachRequest _request;
    private readonly AgentAway _away;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly CancellationTokenSource _left = new();
    private DuplexCall? _call;
    private TaskCompletionSource _up = Completed();
    private OutputPosition? _position;

    private ResumingLink(AgentClient client, string id, AttachRequest request, ProgramIo io)
    {
        (_client, _id, _request) = (client, id, request);
        _away = new AgentAway(io);
    }

    /// <summary>Called when there is an agent again.</summary>
    public Func<Task>? Resumed { get; set; }

    public bool IsUp => _up.Task.IsCompleted;

    /// <exception cref="ApiException">It cannot be joined, or not started.</exception>
    public static async Task<ResumingLink> OpenAsync(AgentClient client, string id, AttachRequest request, ProgramIo io, CancellationToken cancel)
    {
        var link = new ResumingLink(client, id, request, io);
        link._call = await link.CallAsync(cancel);
        return link;
    }

    public async ValueTask<Frame?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                if (await _call!.ReadAsync(cancel) is { } frame && !SaysAway(frame))
                {
                    Count(frame);
                    return frame;
                }
            }
            catch (Exception e) when (AgentAway.Explains(e))
            {
                // As below.
            }

            if (_left.IsCancellationRequested)
            {
                return null;
            }

            if (await ResumeAsync(cancel) is { } gone)
            {
                return gone;
            }
        }
    }

    public ValueTask<bool> SendAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        IsUp ? DirectLink.SendAsync(_call!, type, payload, cancel) : ValueTask.FromResult(false);

    public async Task<bool> UpAsync(CancellationToken cancel)
    {
        // A call that broke a moment ago is found out by the reader.
        await Task.Delay(20, cancel);
        await _up.Task.WaitAsync(cancel);
        return true;
    }

    public void Leave() => _left.Cancel();

    public void GiveUp()
    {
        if (!IsUp)
        {
            _givenUp.Cancel();
        }
    }

    public void Dispose() => _call?.Dispose();

    /// <summary>Null once the streams go on, or the frame that ends them: the container is gone, and how it ended is remembered.</summary>
    private async Task<Frame?> ResumeAsync(CancellationToken cancel)
    {
        _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _call!.Dispose();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, _givenUp.Token, _left.Token);
        try
        {
            _call = await _away.AgainAsync(() => CallAsync(stop.Token), $"the container goes on; join it again with 'fleet attach {_id}'", stop.Token);
        }
        catch (ApiException e) when (e.Error.Code == ErrorCodes.NotFound)
        {
            return new Frame(FrameType.Exit, await _client.GetBytesAsync(Routes.Container(_id, "wait"), cancel));
        }

        _up.SetResult();
        if (Resumed is { } resumed)
        {
            await resumed();
        }

        return null;
    }

    // Until the first frame has told where we are, it may not have been started.
    private Task<DuplexCall> CallAsync(CancellationToken cancel) => _client.DuplexAsync(
        Routes.Container(_id, "attach"), _position is null ? _request : _request with { Start = false, From = _position }, ApiJson.Default.AttachRequest, cancel);

    private static bool SaysAway(Frame frame) => frame.Type == FrameType.Error && AgentAway.Explains(Output.Frames.ErrorOf(frame));

    private void Count(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Started:
                _position = JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.OutputPosition);
                break;
            case FrameType.Stdout:
                _position = _position! with { Stdout = _position.Stdout + frame.Payload.Length };
                break;
            case FrameType.Stderr:
                _position = _position! with { Stderr = _position.Stderr + frame.Payload.Length };
                break;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
