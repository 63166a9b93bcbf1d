using System.Net;
using Fleet.Api.Metrics;
using Fleet.Api.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.Api;

/// <summary>
/// The agent's HTTP servers: the local API on its unix socket, what other nodes and clients may ask for on TCP, and, if wished, figures. Each
/// has routes of its own, so that nothing local can be reached from outside.
/// </summary>
public sealed class FleetApi : IAsyncDisposable
{
    private readonly WebApplication _local;
    private readonly WebApplication? _remote;
    private readonly WebApplication? _metrics;
    private readonly string _socket;

    private FleetApi(WebApplication local, WebApplication? remote, WebApplication? metrics, string socket) =>
        (_local, _remote, _metrics, _socket) = (local, remote, metrics, socket);

    /// <summary>Where the TCP server listens; null without one.</summary>
    public IPEndPoint? TcpAddress { get; private init; }

    /// <summary>Where figures are given over TCP; null: nowhere.</summary>
    public IPEndPoint? MetricsAddress { get; private init; }

    /// <exception cref="IOException">The socket or the address cannot be taken.</exception>
    public static async Task<FleetApi> StartAsync(FleetApiOptions options, CancellationToken cancel = default)
    {
        WebApplication? remote = null, metrics = null;
        IPEndPoint? bound = null;
        if (options.TcpAddress is { } address)
        {
            remote = RemoteServer.Build(options, address);
            await remote.StartAsync(cancel).ConfigureAwait(false);
            bound = BoundAddress(remote);
        }

        try
        {
            if (options.MetricsAddress is { } figures)
            {
                metrics = MetricsRoute.Server(options, figures);
                await metrics.StartAsync(cancel).ConfigureAwait(false);
            }

            var local = await LocalServer.StartAsync(options, cancel).ConfigureAwait(false);
            return new FleetApi(local, remote, metrics, options.SocketPath)
            {
                TcpAddress = bound, MetricsAddress = metrics is null ? null : BoundAddress(metrics),
            };
        }
        catch
        {
            foreach (var server in (WebApplication?[])[remote, metrics])
            {
                if (server is not null)
                {
                    await server.DisposeAsync().ConfigureAwait(false);
                }
            }

            throw;
        }
    }

    /// <summary>Takes no new requests, ends those that follow something, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        File.Delete(_socket);
        foreach (var server in (WebApplication?[])[_local, _remote, _metrics])
        {
            if (server is not null)
            {
                await server.StopAsync().ConfigureAwait(false);
                await server.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static IPEndPoint BoundAddress(WebApplication server)
    {
        string url = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return IPEndPoint.Parse(url["http://".Length..]);
    }
}
