using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Images;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Images;

internal static class ImageRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IImageEngine Engine() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Images;

        server.MapGet(Routes.Images, async http =>
            await Answers.JsonAsync(http, [.. (await Engine().ListAsync(http.RequestAborted)).Select(Info)], ApiJson.Default.ImmutableArrayImageInfo));
        server.MapDelete(Routes.Images, http => Engine().RemoveAsync(
            Answers.Query(http, "name") ?? throw RefusedException.Invalid("the name of the image is missing"), Answers.Flag(http, "force"), http.RequestAborted));
        server.MapPost(Routes.ImageImport, http => ImportAsync(http, Engine()));
        server.MapPost(Routes.ImagePull, http => PullAsync(http, Engine()));
    }

    private static async Task ImportAsync(HttpContext http, IImageEngine engine)
    {
        var wish = await Answers.BodyAsync(http, ApiJson.Default.ImportImage);
        await ProgressAnswer.RunAsync(
            http, progress => engine.ImportAsync(wish.Path, wish.Name, progress, http.RequestAborted), Line, Done, Failed, ApiJson.Default.ImageAnswer);
    }

    private static async Task PullAsync(HttpContext http, IImageEngine engine)
    {
        var wish = await Answers.BodyAsync(http, ApiJson.Default.PullImage);
        await ProgressAnswer.RunAsync(
            http, progress => engine.PullAsync(wish.Reference, progress, http.RequestAborted), Line, image => Done([image]), Failed, ApiJson.Default.ImageAnswer);
    }

    private static ImageAnswer Line(Contracts.Images.ImageProgress progress) => new() { Progress = progress };

    private static ImageAnswer Done(IReadOnlyList<ImageView> images) => new() { Images = [.. images.Select(Info)] };

    private static ImageAnswer Failed(ApiError error) => new() { Error = error };

    private static ImageInfo Info(ImageView image) => new(image.Digest, [.. image.Names], image.Size, image.Layers, image.CreatedAt, image.Architecture);
}
