using System.Collections.Immutable;

namespace Fleet.Model.Notation;

/// <summary>The names of capabilities(7), without CAP_.</summary>
public static class Capabilities
{
    /// <summary>In the order of their numbers, from 0.</summary>
    public static readonly ImmutableArray<string> Known =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>What is wrong with the name (with or without CAP_, in either case, or ALL), or null.</summary>
    public static string? Fault(string name)
    {
        string upper = name.ToUpperInvariant();
        string plain = upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
        return plain == "ALL" || Known.Contains(plain) ? null : $"'{name}' is not a capability{Suggestion.DidYouMean(plain, Known)} (see capabilities(7))";
    }
}
