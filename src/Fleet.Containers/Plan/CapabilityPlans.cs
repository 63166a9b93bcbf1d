using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>Names of capabilities as bits (capabilities(7), linux/capability.h).</summary>
internal static class CapabilityPlans
{
    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    public static CapabilityPlan Of(CapabilitiesSpec? spec) => spec is null
        ? new CapabilityPlan(0, 0, 0, 0, 0)
        : new CapabilityPlan(Mask(spec.Bounding), Mask(spec.Effective), Mask(spec.Permitted), Mask(spec.Inheritable), Mask(spec.Ambient));

    /// <summary>Other users than root keep the bounding set alone, as with docker; who wants more for them says so by ambient ones.</summary>
    public static CapabilityPlan Unprivileged(CapabilityPlan plan) => plan.Ambient != 0 ? plan : plan.BoundingOnly();

    public static bool IsKnown(string name) => Number(name) >= 0;

    private static ulong Mask(IReadOnlyList<string> names) => names.Aggregate(0UL, (mask, name) => mask | (1UL << Number(name)));

    private static int Number(string name) =>
        Array.IndexOf(Names, name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? name[4..].ToUpperInvariant() : name.ToUpperInvariant());
}
