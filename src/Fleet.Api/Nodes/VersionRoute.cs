using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Nodes;
using Fleet.Api.Server;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Nodes;

internal static class VersionRoute
{
    public static void Map(WebApplication server, FleetApiOptions options) =>
        server.MapGet(Routes.Version, http => Answers.JsonAsync(
            http, new VersionInfo(options.Version, options.Name, options.Roles, Environment.ProcessId, options.SchedulerEpoch()), ApiJson.Default.VersionInfo));
}
