namespace Fleet.Linux.Machine.Checks;

/// <summary>Each type of namespace: known to the kernel, allowed, and not used up.</summary>
internal static class NamespaceChecks
{
    private const long Few = 1000;
    private const int NoSpace = 28;

    private static readonly (string Type, string Meaning, string Option, bool Needed)[] Types =
    [
        ("mnt", "a file system of its own for each container", "CONFIG_NAMESPACES", true),
        ("pid", "a process tree of its own for each container", "CONFIG_PID_NS", true),
        ("net", "a network of its own for each container", "CONFIG_NET_NS", true),
        ("uts", "a host name of its own for each container", "CONFIG_UTS_NS", true),
        ("ipc", "shared memory of its own for each container", "CONFIG_IPC_NS", true),
        ("cgroup", "hides the host's cgroups from containers", "CONFIG_CGROUPS", true),
        ("user", "containers whose root is not the host's", "CONFIG_USER_NS", false),
    ];

    public static IEnumerable<string> Paths => Types.Select(type => "/proc/self/ns/" + type.Type);

    public static IEnumerable<MachineCheck> Of(MachineReadings read) => Types.Select(type => One(read, type.Type, type.Meaning, type.Option, type.Needed));

    private static MachineCheck One(MachineReadings read, string type, string meaning, string option, bool needed)
    {
        string key = $"user.max_{type}_namespaces";
        long? most = read.Number($"/proc/sys/user/max_{type}_namespaces");
        int error = read.Probes.GetValueOrDefault("ns/" + type, 0);
        var (state, found, cure) =
            !read.Existing.Contains("/proc/self/ns/" + type) ? (CheckState.Missing, "not in /proc/self/ns", $"use a kernel built with {option}")
            : most == 0 ? (CheckState.Missing, $"{key} = 0", $"sysctl -w {key}=15000 (and a file in /etc/sysctl.d)")
            : error == NoSpace ? (CheckState.Missing, "ENOSPC: all are in use", $"sysctl -w {key}={Math.Max(15000, (most ?? 0) * 2)}")
            : error == MachineReadings.PermissionDenied && !read.Root ? (CheckState.Unknown, "EPERM", "run it as root to see")
            : error != 0 ? (CheckState.Missing, new Errno(error).Name, "something forbids unshare(2): run outside of a container, or in one that is --privileged")
            : most < Few ? (CheckState.Limited, $"{key} = {most}", $"each container takes one: sysctl -w {key}=15000")
            : (CheckState.Ok, most is null ? "there" : $"there, at most {most}", "");
        return MachineCheck.Judge("namespaces", type, state, found, meaning, cure, needed);
    }
}
