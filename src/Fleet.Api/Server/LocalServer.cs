using Fleet.Api.Containers;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Events;
using Fleet.Api.Images;
using Fleet.Api.Jobs;
using Fleet.Api.Metrics;
using Fleet.Api.Nodes;
using Fleet.Api.Volumes;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Server;

/// <summary>The local API: all of it, on a unix socket that only root may connect to.</summary>
internal static class LocalServer
{
    public static async Task<WebApplication> StartAsync(FleetApiOptions options, CancellationToken cancel)
    {
        string beside = options.SocketPath + ".new";
        File.Delete(beside);
        var server = await AgentSocket.WithShortPathAsync(beside, async name =>
        {
            var built = ServerBuilder.Build(kestrel => kestrel.ListenUnixSocket(name, ServerBuilder.Http2));
            Map(built, options);
            await built.StartAsync(cancel).ConfigureAwait(false);
            return built;
        }).ConfigureAwait(false);

        // Closed to others before it has the name by which it is found.
        File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(beside, options.SocketPath, overwrite: true);
        return server;
    }

    private static void Map(WebApplication server, FleetApiOptions options)
    {
        VersionRoute.Map(server, options);
        ContainerRoutes.Map(server, options);
        ControlRoutes.Map(server, options);
        FileRoutes.Map(server, options);
        StreamRoutes.Map(server, options);
        ImageRoutes.Map(server, options);
        VolumeRoutes.Map(server, options);
        EventRoutes.Map(server, options);
        JobRoutes.Map(server, options);
        JobStreamRoutes.Map(server, options);
        NodeRoutes.Map(server, options);
        MetricsRoute.Map(server, options);
    }
}
