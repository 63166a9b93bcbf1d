using Fleet.Containers.Spec;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>RLIMIT_* by name (getrlimit(2); asm-generic/resource.h, the same on x86-64 and arm64).</summary>
internal static class ResourceLimits
{
    /// <summary>-1 for an unknown name.</summary>
    public static int Number(string name) => RlimitNames.Number(name);

    public static IReadOnlyList<RlimitPlan> Of(IReadOnlyList<RlimitSpec> limits) =>
        [.. limits.Select(limit => new RlimitPlan(Number(limit.Type), limit.Soft, limit.Hard))];
}
