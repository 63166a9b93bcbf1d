using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.Node.Recipe;

/// <summary>Docker's default set, less what is dropped, and what is added; ALL stands for every one (moby oci/caps).</summary>
internal static class CapabilitiesOf
{
    private const string All = "CAP_ALL";

    public static CapabilitiesSpec Container(ContainerSpec spec)
    {
        var add = spec.CapAdd.Select(Whole).ToList();
        var drop = spec.CapDrop.Select(Whole).ToList();
        // What is named alone beats ALL of the other list.
        IEnumerable<string> start = drop.Contains(All) ? []
            : add.Contains(All) ? Capabilities.Known.Select(Whole)
            : RuntimeSpecDefaults.Capabilities;
        return CapabilitiesSpec.Of([.. start.Except(drop).Union(add.Where(name => name != All))]);
    }

    private static string Whole(string text)
    {
        string name = text.ToUpperInvariant();
        return name.StartsWith("CAP_", StringComparison.Ordinal) ? name : "CAP_" + name;
    }
}
