using System.Globalization;
using System.Text;
using Fleet.Linux.Processes;

namespace Fleet.Linux.Security;

/// <summary>Capabilities of the kernel (capabilities(7), linux/capability.h): names, the highest one, and the structs of capset(2).</summary>
public static unsafe class Capability
{
    private const uint Version3 = 0x20080522;

    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>The highest capability the running kernel knows (/proc/sys/kernel/cap_last_cap).</summary>
    public static int Last { get; } =
        KernelFile.TryRead("/proc/sys/kernel/cap_last_cap", out _) is { } text && int.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, out int last)
            ? last
            : Names.Length - 1;

    /// <summary>All that the running kernel knows.</summary>
    public static ulong All => Last >= 63 ? ulong.MaxValue : (1UL << (Last + 1)) - 1;

    /// <summary>The number of a name, in any case and with or without <c>CAP_</c>.</summary>
    /// <returns>False when there is no such capability; <c>ALL</c> is none.</returns>
    public static bool TryParse(string name, out int number)
    {
        ReadOnlySpan<char> bare = name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? name.AsSpan(4) : name;
        for (number = 0; number < Names.Length; number++)
        {
            if (bare.Equals(Names[number], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>CAP_NET_ADMIN</c> and its kin.</summary>
    public static string NameOf(int number) => number < Names.Length ? "CAP_" + Names[number] : $"capability {number}";

    /// <summary>What the calling thread may raise (capget(2)).</summary>
    public static ulong OwnPermitted()
    {
        using var memory = new PlanMemory();
        uint* data = (uint*)memory.Bytes(6 * sizeof(uint));
        Raw.Check(Raw.Call(Nr.Capget, (long)Header(memory), (long)data), "read the capabilities of", "this process");
        return data[1] | ((ulong)data[4] << 32);
    }

    /// <summary>struct __user_cap_header_struct for the calling thread.</summary>
    public static void* Header(PlanMemory memory)
    {
        uint* header = (uint*)memory.Bytes(2 * sizeof(uint));
        header[0] = Version3;
        return header;
    }

    /// <summary>Effective and permitted alike, nothing inheritable.</summary>
    public static void* Data(PlanMemory memory, ulong mask)
    {
        uint* data = (uint*)memory.Bytes(6 * sizeof(uint));
        data[0] = data[1] = (uint)mask;
        data[3] = data[4] = (uint)(mask >> 32);
        return data;
    }
}
