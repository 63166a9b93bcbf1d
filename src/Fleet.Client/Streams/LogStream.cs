using System.Net;
using System.Net.Http.Headers;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Client.Streams;

/// <summary>One HTTP answer full of log frames.</summary>
internal sealed class LogStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly FrameReader _frames;

    private LogStream(HttpResponseMessage response, Stream body) => (_response, _body, _frames) = (response, body, new FrameReader(body));

    /// <exception cref="ApiException">The node refused.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public static async Task<LogStream> Open(HttpMessageInvoker http, Uri uri, string ticket, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue(Routes.TicketScheme, ticket);
        HttpResponseMessage response = await http.SendAsync(request, cancel).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return new LogStream(response, await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false));
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(response, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The next piece; null at the end of the log.</summary>
    public async Task<LogPiece?> Next(CancellationToken cancel)
    {
        while (await _frames.ReadAsync(cancel).ConfigureAwait(false) is Frame frame)
        {
            if (frame.Type == FrameType.Log)
            {
                LogFrame log = LogFrame.Decode(frame.Payload);
                return new LogPiece(log.Time, log.Stderr, log.Content.ToArray(), log.EndsLine, log.Gap);
            }

            if (frame.Type == FrameType.Error)
            {
                throw new ApiException(System.Text.Json.JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ApiError)!);
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
