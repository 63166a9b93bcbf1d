using System.Net;
using Fleet.Api.Remote;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Server;

/// <summary>What other nodes and clients may ask for over TCP; cleartext HTTP/2 until TLS comes.</summary>
internal static class RemoteServer
{
    public static WebApplication Build(FleetApiOptions options, IPEndPoint address)
    {
        var server = ServerBuilder.Build(kestrel => kestrel.Listen(address, ServerBuilder.Http2));
        if (options.Engine is { } engine)
        {
            BlobRoute.Map(server, engine);
            AllocationRoutes.Map(server, engine, options.Time);
        }

        RelayRoute.Map(server, options);
        return server;
    }
}
