using Fleet.Containers.Spec;
using Fleet.Linux.Security;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>Sets of capabilities as bits.</summary>
internal static class CapabilityPlans
{
    public static CapabilityPlan Of(CapabilitiesSpec? spec) => spec is null
        ? new CapabilityPlan(0, 0, 0, 0, 0)
        : new CapabilityPlan(Mask(spec.Bounding), Mask(spec.Effective), Mask(spec.Permitted), Mask(spec.Inheritable), Mask(spec.Ambient));

    /// <summary>Other users than root keep the bounding set alone, as with docker; who wants more for them says so by ambient ones.</summary>
    public static CapabilityPlan Unprivileged(CapabilityPlan plan) => plan.Ambient != 0 ? plan : plan.BoundingOnly();

    public static bool IsKnown(string name) => Capability.TryParse(name, out _);

    private static ulong Mask(IReadOnlyList<string> names) =>
        names.Aggregate(0UL, (mask, name) => Capability.TryParse(name, out int number) ? mask | (1UL << number) : mask);
}
