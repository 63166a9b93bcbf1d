using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>RLIMIT_* by name (getrlimit(2); asm-generic/resource.h, the same on x86-64 and arm64).</summary>
internal static class ResourceLimits
{
    private static readonly string[] Names =
    [
        "CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK", "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE",
        "RTPRIO", "RTTIME",
    ];

    /// <summary>-1 for an unknown name.</summary>
    public static int Number(string name) => Array.IndexOf(
        Names, name.StartsWith("RLIMIT_", StringComparison.OrdinalIgnoreCase) ? name["RLIMIT_".Length..].ToUpperInvariant() : name.ToUpperInvariant());

    public static IReadOnlyList<RlimitPlan> Of(IReadOnlyList<RlimitSpec> limits) =>
        [.. limits.Select(limit => new RlimitPlan(Number(limit.Type), limit.Soft, limit.Hard))];
}
