using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Refuses what can be known to be wrong before anything is fetched or made.</summary>
internal static class SpecCheck
{
    /// <exception cref="EngineException">Invalid: every fault with its field.</exception>
    public static void Before(ContainerSpec spec, Func<string, HostDevice?> deviceAt, Func<string, IReadOnlyList<string>> devicesBelow)
    {
        var faults = ContainerValidator.Validate(spec);
        if (faults.Count > 0) throw new EngineException(EngineError.Invalid, string.Join("; ", faults));
        DevicesOf.Container(spec, deviceAt, devicesBelow);
        LimitsOf.Rates(spec.Limits, deviceAt);
        Confinement.Of(spec, new());
        MountsOf.RequireSources(spec);
    }

    /// <summary>With the image at hand.</summary>
    public static void With(RecipeInput input)
    {
        Before(input.Record.Spec, input.DeviceAt, input.DevicesBelow);
        CommandLine.Of(input.Record.Spec, input.Image.Config);
    }
}
