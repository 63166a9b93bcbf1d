using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Fleet.Api.Contracts.Connection;

namespace Fleet.Api.Contracts.Streams;

/// <summary>
/// An exec or attach as its caller sees it: frames to the server in the request's body, frames from it in the answer's, both at
/// once. The same over the agent's unix socket and over TCP.
/// </summary>
public sealed class DuplexCall : IDisposable
{
    private readonly DuplexContent _content;
    private readonly HttpResponseMessage _response;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;

    private DuplexCall(DuplexContent content, HttpResponseMessage response, FrameReader reader, FrameWriter writer) =>
        (_content, _response, _reader, _writer) = (content, response, reader, writer);

    /// <summary>Sends the request and its opening frame.</summary>
    /// <param name="ticket">What lets a client in over TCP; null on the unix socket.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public static async Task<DuplexCall> OpenAsync<T>(
        HttpMessageInvoker http, Uri uri, T open, JsonTypeInfo<T> json, string? ticket = null, CancellationToken cancel = default)
    {
        var content = new DuplexContent();
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (ticket is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(Routes.TicketScheme, ticket);
        }

        HttpResponseMessage? response = null;
        try
        {
            // The server answers only after the opening frame, and the frame needs the request on its way: so both at once.
            var sending = http.SendAsync(request, cancel);
            var first = await Task.WhenAny(content.Body, sending).ConfigureAwait(false);
            if (!first.IsCompletedSuccessfully)
            {
                await sending.ConfigureAwait(false);    // the body is given up together with it, but only this says why
            }

            var writer = new FrameWriter(await content.Body.ConfigureAwait(false));
            await writer.WriteAsync(FrameType.Open, open, json, cancel).ConfigureAwait(false);
            response = await sending.ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await ErrorReader.ReadAsync(response, cancel).ConfigureAwait(false);
            }

            var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            return new DuplexCall(content, response, new FrameReader(body), writer);
        }
        catch
        {
            content.Complete();
            response?.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="FrameReader.ReadAsync"/>
    public ValueTask<Frame?> ReadAsync(CancellationToken cancel = default) => _reader.ReadAsync(cancel);

    public ValueTask WriteAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel = default) =>
        _writer.WriteAsync(type, payload, cancel);

    public ValueTask WriteAsync<T>(FrameType type, T payload, JsonTypeInfo<T> json, CancellationToken cancel = default) =>
        _writer.WriteAsync(type, payload, json, cancel);

    /// <summary>Nothing more will be written; the answer may still be read.</summary>
    public void EndWriting() => _content.Complete();

    public void Dispose()
    {
        _content.Complete();
        _response.Dispose();
        _writer.Dispose();
    }
}
