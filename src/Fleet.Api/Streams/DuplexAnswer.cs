using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fleet.Api.Streams;

/// <summary>The server's end of a <see cref="DuplexCall"/>.</summary>
internal sealed class DuplexAnswer : IDisposable
{
    private readonly HttpContext _http;

    private DuplexAnswer(HttpContext http)
    {
        _http = http;
        Reader = new FrameReader(http.Request.Body);
        Writer = new FrameWriter(http.Response.Body);
    }

    public FrameReader Reader { get; }

    public FrameWriter Writer { get; }

    /// <summary>The caller is gone.</summary>
    public CancellationToken Aborted => _http.RequestAborted;

    public static DuplexAnswer Of(HttpContext http) =>
        http.Request.Protocol == "HTTP/2" ? new DuplexAnswer(http)
            : throw RefusedException.Invalid("streams in both directions need HTTP/2");

    /// <summary>The caller's first frame.</summary>
    public async Task<T> OpeningAsync<T>(JsonTypeInfo<T> json)
    {
        try
        {
            return await Reader.ReadAsync(Aborted) is { Type: FrameType.Open } frame && JsonSerializer.Deserialize(frame.Payload.Span, json) is { } open ? open
                : throw RefusedException.Invalid("the first frame does not open the stream");
        }
        catch (JsonException e)
        {
            throw RefusedException.Invalid($"the first frame is not what {_http.Request.Path} takes: {e.Message}");
        }
    }

    /// <summary>Sends the head of the answer: from here on failures are frames.</summary>
    public async Task BeginAsync()
    {
        _http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _http.Response.ContentType = "application/x-fleet-frames";
        await _http.Response.StartAsync(Aborted);
        await _http.Response.Body.FlushAsync(Aborted);
    }

    public Task FailAsync(Exception e) => Writer.WriteAsync(FrameType.Error, ErrorAnswers.Of(e), ApiJson.Default.ApiError, Aborted).AsTask();

    public void Dispose() => Writer.Dispose();
}
