using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Model.Notation;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>The signal that asks a container to end: the user's, else the image's, else SIGTERM.</summary>
internal static class StopSignal
{
    public const int Kill = 9;
    private const int Terminate = 15;

    public static int Of(ContainerSpec spec, ImageConfig? image)
    {
        if (spec.StopSignal is { Length: > 0 } wanted) return Parse(wanted);
        // An image is not the user's fault: a signal that nobody knows is passed over.
        return image is not null && SignalText.TryParse(image.StopSignal, out int signal, out _) ? signal : Terminate;
    }

    /// <exception cref="EngineException">Invalid: no such signal.</exception>
    public static int Parse(string text) =>
        SignalText.TryParse(text, out int signal, out string? fault) ? signal : throw new EngineException(EngineError.Invalid, fault);
}
