using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Volumes;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;

namespace Fleet.Api.Volumes;

internal static class VolumeRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IVolumeEngine Engine() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Volumes;

        server.MapGet(Routes.Volumes, async http =>
            await Answers.JsonAsync(http, [.. (await Engine().ListAsync(http.RequestAborted)).Select(Info)], ApiJson.Default.ImmutableArrayVolumeInfo));
        server.MapPost(Routes.Volumes, async http =>
        {
            var wish = await Answers.BodyAsync(http, ApiJson.Default.CreateVolume);
            await Answers.JsonAsync(http, Info(await Engine().CreateAsync(wish.Name, wish.Labels, http.RequestAborted)), ApiJson.Default.VolumeInfo);
        });
        server.MapDelete(Routes.Volumes + "/{name}", http => Engine().RemoveAsync(Answers.Name(http), Answers.Flag(http, "force"), http.RequestAborted));
    }

    private static VolumeInfo Info(VolumeView v) => new(v.Name, v.Folder, v.CreatedAt, v.Anonymous, v.Labels, [.. v.UsedBy]);
}
