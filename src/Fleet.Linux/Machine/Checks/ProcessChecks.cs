using System.Globalization;
using Fleet.Linux.Processes;
using Fleet.Linux.Security;

namespace Fleet.Linux.Machine.Checks;

/// <summary>What the process itself may do: capabilities and limits.</summary>
internal static class ProcessChecks
{
    private const string Group = "process";

    private static readonly (string Name, string Meaning, bool Needed)[] Capabilities =
    [
        ("CAP_SYS_ADMIN", "mounts, namespaces", true),
        ("CAP_NET_ADMIN", "networks of containers", true),
        ("CAP_SETUID", "users of containers", true),
        ("CAP_SETGID", "groups of containers", true),
        ("CAP_CHOWN", "owners of unpacked files", true),
        ("CAP_DAC_OVERRIDE", "files of containers, whoever owns them", true),
        ("CAP_KILL", "signals to containers, whoever they run as", true),
        ("CAP_MKNOD", "devices of containers, and of images that hold some", false),
        ("CAP_SYS_RESOURCE", "limits (ulimit) above the agent's own", false),
        ("CAP_SYS_PTRACE", "looks at processes of containers", false),
        ("CAP_SYS_CHROOT", "joins mount namespaces (exec)", true),
    ];

    public static IEnumerable<MachineCheck> Of(MachineReadings read)
    {
        ulong held = read.File("/proc/self/status") is { } status ? ProcessStatus.Parse(status).Effective : 0;
        foreach (var (name, meaning, needed) in Capabilities)
        {
            bool has = Capability.TryParse(name, out int number) && (held >> number & 1) == 1;
            yield return MachineCheck.Judge(
                Group, name, has ? CheckState.Ok : needed ? CheckState.Missing : CheckState.Limited, has ? "held" : "not held", meaning,
                read.Root ? $"something took it from root: the unit's CapabilityBoundingSet, or an outer container (--cap-add {name[4..]})" : "run the agent as root", needed);
        }

        yield return Limit(read, "open files", "Max open files", 65536, "each container takes some of the agent's, and inherits the hard one", "LimitNOFILE=1048576");
        yield return Limit(read, "processes", "Max processes", 16384, "counted for all of a user together", "LimitNPROC=infinity");
    }

    private static MachineCheck Limit(MachineReadings read, string name, string key, long enough, string meaning, string unit)
    {
        string? found = HardLimit(read.File("/proc/self/limits") ?? "", key);
        bool good = found == "unlimited" || (long.TryParse(found, CultureInfo.InvariantCulture, out long hard) && hard >= enough);
        return MachineCheck.Judge(
            Group, "limit of " + name, found is null ? CheckState.Unknown : good ? CheckState.Ok : CheckState.Limited,
            found is null ? "not to be read" : $"hard limit {found}", meaning, $"{unit} in the agent's unit, or ulimit -H before it starts");
    }

    /// <summary>The hard limit of a line of /proc/PID/limits, whose columns are apart by two blanks or more (proc_pid_limits(5)).</summary>
    internal static string? HardLimit(string limits, string key) =>
        limits.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? line[key.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) : null;
}
