using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Refuses what can be known to be wrong before anything is fetched or made.</summary>
internal static class SpecCheck
{
    /// <exception cref="EngineException">Invalid.</exception>
    public static void Before(RecipeInput input)
    {
        var spec = input.Record.Spec;
        if (spec.Image.Length == 0) throw new EngineException(EngineError.Invalid, "no image is named");
        MountsOf.Check(spec.Mounts);
        CapabilitiesOf.Container(spec);
        LimitsOf.Process(spec.Ulimits);
        DevicesOf.Container(spec.Devices, input.DeviceAt);
        Hostname.Of(input.Record);
        if (spec.StopSignal is { Length: > 0 } signal) StopSignal.Parse(signal);
    }

    /// <summary>With the image at hand.</summary>
    public static void With(RecipeInput input)
    {
        Before(input);
        CommandLine.Of(input.Record.Spec, input.Image.Config);
        EnvironmentOf.Container(input, Hostname.Of(input.Record));
    }
}
