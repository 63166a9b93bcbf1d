using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Fleet.Images.Tests.Support;

/// <summary>An HTTP server on loopback whose answers the test gives; it notes what it was asked.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebServer(WebApplication app) => _app = app;

    internal ConcurrentQueue<string> Asked { get; } = [];

    internal Uri Uri => new(_app.Urls.Single());

    /// <summary>HOST:PORT.</summary>
    internal string Authority => Uri.Authority;

    internal static async Task<WebServer> StartAsync(HttpProtocols protocols, Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        var server = new WebServer(builder.Build());
        server._app.Run(async context =>
        {
            server.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{(context.Request.Headers.Range.Count > 0 ? " " + context.Request.Headers.Range : "")}");
            await answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A blob with support for ranges.</summary>
    internal static Task SendAsync(HttpContext context, byte[] content) =>
        Results.Bytes(content, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
