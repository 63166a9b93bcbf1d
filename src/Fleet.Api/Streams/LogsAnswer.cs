using System.Globalization;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Api.Contracts;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Streams;

/// <summary>A container's log as frames; flushed when nothing more is at hand, so that a follower sees each piece at once.</summary>
internal static class LogsAnswer
{
    public static LogsQuery Query(HttpContext http) => new()
    {
        Follow = Answers.Flag(http, "follow"),
        Since = Answers.Time(http, "since"),
        Tail = Answers.Number(http, "tail"),
        After = Answers.Query(http, "after") is { } after ? Position(after) : null,
        Stdout = Answers.Query(http, "stdout") is not "false",
        Stderr = Answers.Query(http, "stderr") is not "false",
    };

    /// <summary>FILE.OFFSET, as a frame of an earlier answer said.</summary>
    private static LogPosition Position(string text) =>
        text.Split('.') is [var file, var offset]
            && long.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? new LogPosition(number, bytes) : throw RefusedException.Invalid($"after is FILE.OFFSET, not '{text}'");

    public static async Task WriteAsync(HttpContext http, IContainerEngine engine, string name)
    {
        var pieces = engine.LogsAsync(name, Query(http), http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        await using (pieces)
        {
            http.Response.ContentType = "application/x-fleet-frames";
            var writer = new FrameBatch(http.Response.BodyWriter);
            var next = pieces.MoveNextAsync();
            try
            {
                // The head goes out even before the first piece, but a container that is not there is still a 404.
                if (!next.IsCompleted)
                {
                    await writer.FlushAsync(http.RequestAborted);
                }

                while (await next)
                {
                    var piece = pieces.Current;
                    writer.Add(FrameType.Log, new LogFrame(piece.Time, piece.IsError, piece.EndsLine, piece.Gap, "", piece.Content, piece.Position.File, piece.Position.Offset).Encode());
                    next = pieces.MoveNextAsync();
                    if (!next.IsCompleted || writer.IsFull)
                    {
                        await writer.FlushAsync(http.RequestAborted);
                    }
                }

                await writer.FlushAsync(http.RequestAborted);
            }
            catch (Exception e) when (http.Response.HasStarted && e is not OperationCanceledException)
            {
                writer.Add(FrameType.Error, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(ErrorAnswers.Of(e), ApiJson.Default.ApiError));
                await writer.FlushAsync(http.RequestAborted);
            }
        }
    }
}
