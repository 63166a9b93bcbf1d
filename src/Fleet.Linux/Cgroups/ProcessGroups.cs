namespace Fleet.Linux.Cgroups;

/// <summary>The group that a process is in, in one hierarchy.</summary>
/// <param name="Hierarchy">The kernel's number for it; 0 is v2's.</param>
/// <param name="Controllers">As <c>/proc/PID/cgroup</c> has them: <c>cpu,cpuacct</c>, <c>name=systemd</c>; empty for v2.</param>
/// <param name="Path">Below the hierarchy's root.</param>
/// <param name="Folder">Where it is in this process's file system; empty where the hierarchy is not mounted.</param>
/// <param name="Settings">The files of the group that limit something, with what the kernel answers now. A value of several lines keeps them.</param>
public sealed record ProcessGroup(int Hierarchy, string Controllers, string Path, string Folder, IReadOnlyDictionary<string, string> Settings);

/// <summary>All groups of a process, one a hierarchy, read back from the kernel.</summary>
public static class ProcessGroups
{
    /// <summary>What limits: neither counters nor what only Fleet itself would set.</summary>
    private static readonly string[] Files =
    [
        // v1
        "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.shares", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes",
        "memory.soft_limit_in_bytes", "memory.swappiness", "memory.oom_control", "blkio.weight", "blkio.bfq.weight",
        "blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device", "blkio.throttle.read_iops_device",
        "blkio.throttle.write_iops_device", "devices.list", "freezer.state",

        // both
        "cpuset.cpus", "cpuset.mems", "pids.max",

        // v2
        "cpu.max", "cpu.weight", "cpuset.cpus.effective", "cpuset.mems.effective", "memory.max", "memory.high", "memory.low",
        "memory.swap.max", "io.max", "io.weight", "io.bfq.weight", "cgroup.freeze",
    ];

    /// <param name="procCgroup">The text of <c>/proc/PID/cgroup</c> (cgroups(7)).</param>
    public static IReadOnlyList<ProcessGroup> Of(string procCgroup) => Of(procCgroup, CgroupMounts.Parse(CgroupFile.Read("/proc/self", "mountinfo")));

    internal static IReadOnlyList<ProcessGroup> Of(string procCgroup, IReadOnlyList<CgroupMount> mounts)
    {
        var groups = new List<ProcessGroup>();
        foreach (string line in KernelText.Lines(procCgroup))
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length == 3 && KernelText.Number(parts[0]) is { } number)
            {
                string folder = MountOf(mounts, parts[1])?.FolderOf(parts[2]) ?? "";
                groups.Add(new ProcessGroup((int)number, parts[1], parts[2], folder, Settings(folder)));
            }
        }

        return [.. groups.OrderBy(group => group.Hierarchy)];
    }

    private static CgroupMount? MountOf(IReadOnlyList<CgroupMount> mounts, string controllers) => controllers.Length == 0
        ? mounts.FirstOrDefault(mount => mount.Unified)
        : mounts.FirstOrDefault(mount => !mount.Unified && mount.Controllers.Contains(controllers.Split(',')[0]));

    private static SortedDictionary<string, string> Settings(string folder)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in folder.Length == 0 ? [] : Files)
        {
            if (CgroupFile.TryRead(folder, file) is { } value)
            {
                settings[file] = file == "memory.oom_control" ? KernelText.Lines(value)[0] : value.Trim();
            }
        }

        return settings;
    }
}
