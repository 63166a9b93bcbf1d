using System.Net;
using Fleet.Api.Contracts.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Fleet.Client.Tests.Streams;

/// <summary>A node's HTTP/2 server whose answers a test writes.</summary>
internal sealed class FakeHttpNode : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeHttpNode(WebApplication server) => _server = server;

    /// <summary>HOST:PORT.</summary>
    public string Address => new Uri(_server.Urls.First()).Authority;

    public static async Task<FakeHttpNode> Start(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new FakeHttpNode(server);
    }

    /// <summary>Log frames of one text each, a second apart.</summary>
    public static async Task Log(HttpContext http, int first, int count)
    {
        var writer = new FrameWriter(http.Response.Body);
        for (int i = first; i < first + count; i++)
        {
            var frame = new LogFrame(DateTimeOffset.UnixEpoch.AddSeconds(i), false, true, false, "", System.Text.Encoding.UTF8.GetBytes($"line {i}"));
            await writer.WriteAsync(FrameType.Log, frame.Encode(), http.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
