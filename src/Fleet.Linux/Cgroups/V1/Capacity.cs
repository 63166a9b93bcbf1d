namespace Fleet.Linux.Cgroups.V1;

/// <summary>The least of the host's and of what the groups from our own upwards allow.</summary>
internal static class Capacity
{
    /// <summary>Of the process whose groups <paramref name="own"/> names.</summary>
    public static CgroupCapacity Read(IReadOnlyList<CgroupMount> mounts, IReadOnlyDictionary<string, string> own, CgroupCapacity host) =>
        Read(
            controller =>
                mounts.FirstOrDefault(m => !m.Unified && m.Controllers.Contains(controller)) is { } mount
                && own.TryGetValue(controller, out string? path) && mount.FolderOf(path) is { } folder
                    ? AncestorFolders.Of(folder, mount.MountPoint)
                    : [],
            host);

    /// <summary>Of a group that is to be made or limited: what those above it allow.</summary>
    public static CgroupCapacity Above(Trees trees, string path, CgroupCapacity host) =>
        Read(
            controller => trees.Of(controller) is { } mountPoint
                ? AncestorFolders.Of(Path.GetDirectoryName(Path.Combine(mountPoint, path))!, mountPoint)
                : [],
            host);

    /// <param name="upwards">The folders of a group and those above it, by controller, lowest first.</param>
    private static CgroupCapacity Read(Func<string, IEnumerable<string>> upwards, CgroupCapacity host)
    {
        CgroupCapacity least = host;
        foreach (string folder in upwards("cpu"))
        {
            if (KernelText.Number(CgroupFile.TryRead(folder, "cpu.cfs_quota_us")) is > 0 and { } quota
                && KernelText.Number(CgroupFile.TryRead(folder, "cpu.cfs_period_us")) is > 0 and { } period)
            {
                least = least with { Cpus = Math.Min(least.Cpus, (double)quota / period) };
            }
        }

        if (upwards("cpuset").FirstOrDefault() is { } set
            && CpuSet.TryParse(CgroupFile.TryRead(set, "cpuset.effective_cpus") ?? CgroupFile.TryRead(set, "cpuset.cpus") ?? "", out CpuSet cpus)
            && cpus.Count > 0)
        {
            CpuSet usable = least.CpuSet.Intersect(cpus);
            least = least with { CpuSet = usable, Cpus = Math.Min(least.Cpus, usable.Count) };
        }

        foreach (string folder in upwards("memory"))
        {
            least = least with { MemoryBytes = Math.Min(least.MemoryBytes, Memory.Limit(folder) ?? long.MaxValue) };
        }

        foreach (string folder in upwards("pids"))
        {
            least = least with { Pids = Math.Min(least.Pids, KernelText.Number(CgroupFile.TryRead(folder, "pids.max")) ?? long.MaxValue) };
        }

        return least;
    }
}
