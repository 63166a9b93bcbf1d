using Fleet.Api.Contracts;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Client;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Jobs;

/// <summary>Jobs: what streams, from whichever node has it.</summary>
internal static class JobStreamRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        FleetClient Client() => (options.Client ?? throw RefusedException.NoCluster(options.Name))();

        server.MapGet(Routes.Jobs + "/{name}/logs", http => JobLogsAnswer.WriteAsync(http, Client(), Answers.Name(http)));
        server.MapGet(Routes.Jobs + "/{name}/stats", http => JobStatsAnswer.WriteAsync(http, Client(), Answers.Name(http)));
        server.MapPost(Routes.Jobs + "/{name}/exec", http => JobExecAnswer.RunAsync(http, Client(), Answers.Name(http)));
    }
}
