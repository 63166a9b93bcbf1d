using System.Net;
using Fleet.Api.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.Api;

/// <summary>
/// The agent's two HTTP servers: the local API on its unix socket, and what other nodes and clients may ask for on TCP. Each
/// has routes of its own, so that nothing local can be reached from outside.
/// </summary>
public sealed class FleetApi : IAsyncDisposable
{
    private readonly WebApplication _local;
    private readonly WebApplication? _remote;
    private readonly string _socket;

    private FleetApi(WebApplication local, WebApplication? remote, string socket) => (_local, _remote, _socket) = (local, remote, socket);

    /// <summary>Where the TCP server listens; null without one.</summary>
    public IPEndPoint? TcpAddress { get; private init; }

    /// <exception cref="IOException">The socket or the address cannot be taken.</exception>
    public static async Task<FleetApi> StartAsync(FleetApiOptions options, CancellationToken cancel = default)
    {
        WebApplication? remote = null;
        IPEndPoint? bound = null;
        if (options.TcpAddress is { } address)
        {
            remote = RemoteServer.Build(options, address);
            await remote.StartAsync(cancel).ConfigureAwait(false);
            bound = BoundAddress(remote);
        }

        try
        {
            var local = await LocalServer.StartAsync(options, cancel).ConfigureAwait(false);
            return new FleetApi(local, remote, options.SocketPath) { TcpAddress = bound };
        }
        catch
        {
            if (remote is not null)
            {
                await remote.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Takes no new requests, ends those that follow something, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        File.Delete(_socket);
        foreach (var server in (WebApplication?[])[_local, _remote])
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
