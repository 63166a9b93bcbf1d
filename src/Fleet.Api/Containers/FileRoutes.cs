using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Images.Archives;
using Fleet.Images.Changes;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
        const string archive = Routes.Containers + "/{name}/archive";
        server.MapMethods(archive, ["HEAD"], async http =>
            Say(http, await Files().StatAsync(Answers.Name(http), PathOf(http), http.RequestAborted)));
        server.MapGet(archive, async http =>
        {
            AllowBlocking(http);
            await Files().ReadAsync(Answers.Name(http), PathOf(http), Answers.Query(http, "rename"), found =>
            {
                Say(http, found);
                http.Response.ContentType = "application/x-tar";
                return http.Response.Body;
            }, http.RequestAborted);
        });
        server.MapPut(archive, http =>
        {
            AllowBlocking(http);
            return Files().WriteAsync(Answers.Name(http), PathOf(http), http.Request.Body, Answers.Flag(http, "owners"), http.RequestAborted);
        });
    }

    private static string PathOf(HttpContext http) =>
        Answers.Query(http, "path") is { Length: > 0 } path && !path.Contains('\0') ? path : throw RefusedException.Invalid("the path is missing");

    private static void Say(HttpContext http, PathStat found) => http.Response.Headers[FileStat.Header] =
        new FileStat(found.Name, found.Size, found.Mode, found.Modified, found.Target).ToHeader();

    // Archives are packed and unpacked on a thread of the engine's, by calls that block.
    private static void AllowBlocking(HttpContext http) => http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;

    private static char Letter(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => 'A',
        ChangeKind.Deleted => 'D',
        _ => 'C',
    };
}
