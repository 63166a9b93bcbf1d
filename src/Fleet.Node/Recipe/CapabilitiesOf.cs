using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>Docker's default set, less what is dropped, and what is added; ALL stands for every one (moby oci/caps).</summary>
internal static class CapabilitiesOf
{
    /// <summary>In the order of their bits (capabilities(7), linux/capability.h).</summary>
    internal static readonly IReadOnlyList<string> All =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK",
        "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN",
        "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
        "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM",
        "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ];

    public static CapabilitiesSpec Container(ContainerSpec spec)
    {
        var add = spec.CapAdd.Select(name => Known(name, "cap-add")).ToList();
        var drop = spec.CapDrop.Select(name => Known(name, "cap-drop")).ToList();
        IEnumerable<string> start = add.Contains("ALL") ? All : drop.Contains("ALL") ? [] : RuntimeSpecDefaults.Capabilities;
        // What is named alone beats ALL of the other list.
        var set = start.Except(drop).Union(add.Where(name => name != "ALL"));
        if (add.Contains("ALL") && drop.Contains("ALL")) set = add.Where(name => name != "ALL");
        return CapabilitiesSpec.Of([.. set.Distinct()]);
    }

    private static string Known(string text, string option)
    {
        string name = text.ToUpperInvariant();
        if (name == "ALL") return name;
        if (!name.StartsWith("CAP_", StringComparison.Ordinal)) name = "CAP_" + name;
        return All.Contains(name) ? name
            : throw new EngineException(EngineError.Invalid, $"{option}: unknown capability '{text}'; see capabilities(7) for the names");
    }
}
