using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>What is executed: docker's rules for ENTRYPOINT and CMD.</summary>
internal static class CommandLine
{
    /// <exception cref="EngineException">Neither the user nor the image names a command.</exception>
    public static IReadOnlyList<string> Of(ContainerSpec spec, ImageConfig image)
    {
        // An entrypoint of one's own drops the image's Cmd: those arguments were written for the image's entrypoint.
        IReadOnlyList<string> entrypoint = spec.Entrypoint ?? image.Entrypoint;
        IReadOnlyList<string> arguments = !spec.Command.IsEmpty ? spec.Command : spec.Entrypoint is null ? image.Cmd : [];
        string[] line = [.. entrypoint, .. arguments];
        return line.Length > 0 && line[0].Length > 0 ? line
            : throw new EngineException(EngineError.Invalid,
                $"no command for {spec.Image}: the image has neither Entrypoint nor Cmd; say one after the image's name");
    }
}
