using Fleet.Images.Records;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

internal static class ImageViews
{
    public static ImageView Of(ImageRecord image) => new()
    {
        Digest = image.Digest,
        Names = image.Names,
        Size = image.Size,
        Layers = image.Layers.Length,
        CreatedAt = image.Created,
        Architecture = image.Architecture,
        Settings = Settings(image.Config),
    };

    public static ImageSettings Settings(ImageConfig config) => new()
    {
        Entrypoint = config.Entrypoint,
        Cmd = config.Cmd,
        Env = config.Env,
        WorkingDir = config.WorkingDir,
        User = config.User,
        StopSignal = config.StopSignal,
        Volumes = config.Volumes,
        ExposedPorts = config.ExposedPorts,
        Labels = config.Labels,
    };
}
