using System.Net;
using System.Net.Http.Headers;
using Fleet.Api.Contracts;
using Fleet.Api.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fleet.Api.Remote;

/// <summary>
/// On a control host: logs and exec of nodes that a client cannot reach itself. Bytes and the ticket are passed on as they come,
/// both ways at once; the node judges the ticket.
/// </summary>
internal sealed class RelayRoute(Func<string, CancellationToken, Task<string?>> addressOf) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
        AllowAutoRedirect = false,
    });

    public static void Map(WebApplication server, FleetApiOptions options)
    {
        if (options.Relay is not { } addressOf)
        {
            return;
        }

        var relay = new RelayRoute(addressOf);
        server.Lifetime.ApplicationStopped.Register(relay.Dispose);
        server.MapMethods(Routes.Relay + "/{node}/{**rest}", ["GET", "POST"], relay.PassAsync);
    }

    public void Dispose() => _http.Dispose();

    private async Task PassAsync(HttpContext http)
    {
        string node = (string)http.Request.RouteValues["node"]!;
        string path = http.Request.Path.Value![(Routes.Relay.Length + 1 + node.Length)..];
        if (!path.StartsWith(Routes.Allocations + "/", StringComparison.Ordinal))
        {
            throw RefusedException.Forbidden($"only what belongs to allocations is passed on, not {path}");
        }

        string address = await addressOf(node, http.RequestAborted) ?? throw RefusedException.NotFound($"there is no node {node}");
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"http://{address}{path}{http.Request.QueryString}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = HttpMethods.IsPost(http.Request.Method) ? new PassedBody(http.Request.Body) : null,
        };
        if (AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var ticket))
        {
            request.Headers.Authorization = ticket;
        }

        using var response = await SendAsync(request, node, address, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await http.Response.StartAsync(http.RequestAborted);
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        await CopyAsync(body, http.Response.Body, http.RequestAborted);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string node, string address, CancellationToken cancel)
    {
        try
        {
            return await _http.SendAsync(request, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new RefusedException(502, new ApiError
            {
                Code = ErrorCodes.Unreachable,
                Message = $"node {node} cannot be reached at {address}: {e.Message}",
                Cure = "see 'fleet node list' whether it is ready",
            });
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancel)
    {
        byte[] buffer = new byte[32 << 10];
        int read;
        while ((read = await from.ReadAsync(buffer, cancel)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            await to.FlushAsync(cancel);
        }
    }

    // The caller's body, each piece sent on as soon as it is there.
    private sealed class PassedBody(Stream from) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            CopyAsync(from, stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
