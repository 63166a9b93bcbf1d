namespace Fleet.Agent.Startup;

/// <summary>What the agent needs of its user and its kernel, looked at before anything is made.</summary>
internal static class HostCheck
{
    private static readonly (string Path, string What, string Cure)[] Files =
    [
        ("/proc/self/ns/pid", "PID namespaces", "CONFIG_PID_NS"),
        ("/proc/self/ns/net", "network namespaces", "CONFIG_NET_NS"),
        ("/proc/self/ns/uts", "UTS namespaces", "CONFIG_UTS_NS"),
        ("/proc/self/ns/ipc", "IPC namespaces", "CONFIG_IPC_NS"),
        ("/proc/self/ns/cgroup", "cgroup namespaces", "CONFIG_CGROUPS"),
        ("/proc/self/ns/user", "user namespaces", "CONFIG_USER_NS"),
    ];

    /// <summary>All that is missing, empty when the host will do.</summary>
    /// <param name="root">Whether the process runs as root.</param>
    /// <param name="proc">Normally /proc.</param>
    public static IReadOnlyList<string> Faults(bool root, string proc = "/proc")
    {
        var faults = new List<string>();
        if (!root) faults.Add("the agent makes namespaces, mounts and control groups, which only root may: run it as root (sudo fleet node)");
        if (!OperatingSystem.IsLinux())
        {
            faults.Add("the agent runs on Linux only");
            return faults;
        }
        foreach (var (path, what, option) in Files)
        {
            if (!Path.Exists(proc + path["/proc".Length..])) faults.Add($"this kernel lacks {what}: use one built with {option}");
        }
        if (!Knows(proc, "overlay")) faults.Add("this kernel lacks overlayfs: load it (modprobe overlay), or use a kernel built with CONFIG_OVERLAY_FS");
        if (!Knows(proc, "cgroup") && !Knows(proc, "cgroup2")) faults.Add("this kernel lacks control groups: use one built with CONFIG_CGROUPS");
        if (!HasSeccomp(proc)) faults.Add("this kernel lacks seccomp filters: use one built with CONFIG_SECCOMP_FILTER");
        return faults;
    }

    private static bool Knows(string proc, string fileSystem) =>
        File.ReadLines(Path.Combine(proc, "filesystems")).Any(line => line.Split('\t')[^1] == fileSystem)
        || (fileSystem == "overlay" && Directory.Exists("/sys/module/overlay"));

    private static bool HasSeccomp(string proc) =>
        File.ReadLines(Path.Combine(proc, "self/status")).Any(line => line.StartsWith("Seccomp:", StringComparison.Ordinal));
}
