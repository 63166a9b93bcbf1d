using Fleet.Containers.Spec;
using Fleet.Linux.Security;
using Fleet.Model;
using Fleet.Model.Notation;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Docker's default set, less what is dropped, and what is added; ALL stands for every one (moby oci/caps).</summary>
internal static class CapabilitiesOf
{
    private const string All = "CAP_ALL";

    /// <param name="available">What the agent itself has, a bit each: ALL gives no more than that.</param>
    /// <exception cref="EngineException">Invalid: one that the agent lacks was asked for by name.</exception>
    public static CapabilitiesSpec Container(ContainerSpec spec, ulong available)
    {
        if (spec.Privileged) return CapabilitiesSpec.Of([.. Every(available)]);
        var add = spec.CapAdd.Select(Whole).ToList();
        var drop = spec.CapDrop.Select(Whole).ToList();
        if (add.FirstOrDefault(name => name != All && !Has(available, name)) is { } lacking)
        {
            throw new EngineException(EngineError.Invalid, $"capability {lacking}: the agent has not got it, so it cannot give it away: leave it out, or start the agent with it");
        }
        // What is named alone beats ALL of the other list.
        IEnumerable<string> start = drop.Contains(All) ? []
            : add.Contains(All) ? Every(available)
            : RuntimeSpecDefaults.Capabilities;
        return CapabilitiesSpec.Of([.. start.Except(drop).Union(add.Where(name => name != All))]);
    }

    private static IEnumerable<string> Every(ulong available) => Capabilities.Known.Select(Whole).Where(name => Has(available, name));

    private static bool Has(ulong available, string name) => Capability.TryParse(name, out int number) && (available >> number & 1) != 0;

    private static string Whole(string text)
    {
        string name = text.ToUpperInvariant();
        return name.StartsWith("CAP_", StringComparison.Ordinal) ? name : "CAP_" + name;
    }
}
