using Fleet.Images.Records;
using Fleet.Linux.Processes;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>The signal that asks a container to end: the user's, else the image's, else SIGTERM.</summary>
internal static class StopSignal
{
    public static int Of(ContainerSpec spec, ImageConfig image)
    {
        if (spec.StopSignal is { Length: > 0 } wanted) return Parse(wanted);
        // An image is not the user's fault: a signal that nobody knows is passed over.
        return SignalNames.TryParse(image.StopSignal, out int signal) ? signal : SignalNames.Terminate;
    }

    /// <exception cref="EngineException">Invalid: no such signal.</exception>
    public static int Parse(string text) => SignalNames.TryParse(text, out int signal) ? signal
        : throw new EngineException(EngineError.Invalid, $"signal '{text}' is not known: use a name such as TERM or SIGRTMIN+3, or a number from 1 to 64");
}
