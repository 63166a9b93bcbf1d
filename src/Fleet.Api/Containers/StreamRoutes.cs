using Fleet.Api.Contracts;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Api.Streams;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Containers;

/// <summary>Containers: what streams.</summary>
internal static class StreamRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IContainerEngine Engine() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Containers;

        server.MapGet(Routes.Containers + "/{name}/logs", http => LogsAnswer.WriteAsync(http, Engine(), Answers.Name(http)));
        server.MapPost(Routes.Containers + "/{name}/exec", http => ExecAnswer.RunAsync(http, Engine(), Answers.Name(http)));
        server.MapPost(Routes.Containers + "/{name}/attach", http => AttachAnswer.RunAsync(http, Engine(), Answers.Name(http)));
    }
}
