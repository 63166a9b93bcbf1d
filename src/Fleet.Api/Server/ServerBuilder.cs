using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Api.Server;

/// <summary>A Kestrel server with routing and nothing else: no configuration files, no console, no handling of signals.</summary>
internal static class ServerBuilder
{
    public static WebApplication Build(Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Streams of stdin and uploads have no size; a container may be silent for hours.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            listen(kestrel);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var server = builder.Build();
        server.Use((http, next) => Errors.ErrorAnswers.GuardAsync(http, next, server.Lifetime.ApplicationStopping));
        server.UseRouting();
        return server;
    }

    /// <summary>
    /// HTTP/2 without TLS, as both ends know beforehand (RFC 9113, 3.3): streams in both directions need it, and without TLS's
    /// negotiation Kestrel serves one version an endpoint.
    /// </summary>
    public static void Http2(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;

    // The agent decides when it ends.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
