using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Api.Contracts.Connection;

/// <summary>Speaks to one agent over its unix socket. Every call throws <see cref="ApiException"/> when the agent refuses.</summary>
public sealed class AgentClient : IDisposable
{
    private static readonly Uri Host = new("http://fleet/");
    private readonly HttpMessageInvoker _http;

    public AgentClient(string socketPath)
    {
        SocketPath = socketPath;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancel) => AgentSocket.ConnectAsync(socketPath, cancel),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
        });
    }

    public string SocketPath { get; }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancel = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancel).ConfigureAwait(false);
    }

    /// <summary>The answer as it came, for printing.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancel = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
    }

    public async Task PostAsync(string path, CancellationToken cancel = default) =>
        (await SendAsync(HttpMethod.Post, path, null, cancel).ConfigureAwait(false)).Dispose();

    public async Task PostAsync<TBody>(string path, TBody body, JsonTypeInfo<TBody> json, CancellationToken cancel = default) =>
        (await SendAsync(HttpMethod.Post, path, Content(body, json), cancel).ConfigureAwait(false)).Dispose();

    public async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> json, JsonTypeInfo<TAnswer> answer, CancellationToken cancel = default)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Content(body, json), cancel).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancel).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string path, CancellationToken cancel = default) =>
        (await SendAsync(HttpMethod.Delete, path, null, cancel).ConfigureAwait(false)).Dispose();

    /// <summary>An answer of one JSON object a line, as the objects come.</summary>
    public async IAsyncEnumerable<T> LinesAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> json,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var response = await SendAsync(method, path, body, cancel).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancel).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, json) is { } item)
            {
                yield return item;
            }
        }
    }

    /// <summary>An answer as a stream of bytes, to be copied or read in frames; disposing the stream ends the request.</summary>
    public async Task<Stream> GetStreamAsync(string path, CancellationToken cancel = default)
    {
        var response = await SendAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>A header of the answer to HEAD; null when the agent has nothing of that name.</summary>
    public async Task<string?> HeadAsync(string path, string header, CancellationToken cancel = default)
    {
        using var request = Request(HttpMethod.Head, path, null);
        using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        return response.Headers.TryGetValues(header, out var values) ? values.Single() : null;
    }

    /// <summary>Sends what <paramref name="write"/> writes, as it comes.</summary>
    public async Task PutAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancel = default) =>
        (await SendAsync(HttpMethod.Put, path, new WrittenContent(write), cancel).ConfigureAwait(false)).Dispose();

    /// <inheritdoc cref="DuplexCall.OpenAsync"/>
    public Task<DuplexCall> DuplexAsync<T>(string path, T open, JsonTypeInfo<T> json, CancellationToken cancel = default) =>
        DuplexCall.OpenAsync(_http, new Uri(Host, path), open, json, cancel: cancel);

    public static HttpContent Content<T>(T body, JsonTypeInfo<T> json)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? body) => new(method, new Uri(Host, path))
    {
        Content = body,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        using var request = Request(method, path, body);
        var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(response, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> json, CancellationToken cancel)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        return JsonSerializer.Deserialize(body, json) ?? throw new InvalidDataException("the agent answered with null");
    }
}
