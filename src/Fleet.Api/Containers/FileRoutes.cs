using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Images.Changes;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Containers;

/// <summary>Containers: their files.</summary>
internal static class FileRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IContainerFiles Files() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Files;

        server.MapGet(Routes.Containers + "/{name}/changes", async http =>
        {
            var changes = await Files().DiffAsync(Answers.Name(http), http.RequestAborted);
            await Answers.JsonAsync(http, [.. changes.Select(change => new FileChange(Letter(change.Kind), change.Path))], ApiJson.Default.ImmutableArrayFileChange);
        });
    }

    private static char Letter(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => 'A',
        ChangeKind.Deleted => 'D',
        _ => 'C',
    };
}
