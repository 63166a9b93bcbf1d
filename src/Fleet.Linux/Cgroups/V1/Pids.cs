namespace Fleet.Linux.Cgroups.V1;

/// <summary>Number of tasks (kernel: admin-guide/cgroup-v1/pids).</summary>
internal static class Pids
{
    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        if (limits.Pids is { } wish)
        {
            CgroupFile.Write(trees.Need("pids", path, "pids"), "pids.max", LimitValues.OrMax(LimitValues.Bounded(wish)));
        }
    }

    /// <summary>Since kernel 4.8; 0 before.</summary>
    public static long Refused(string? folder) =>
        folder is null ? 0 : KernelText.Flat(CgroupFile.TryRead(folder, "pids.events")).GetValueOrDefault("max");

    public static PidsStatistics Read(string? folder) => folder is null
        ? new PidsStatistics(0, null)
        : new PidsStatistics(
            KernelText.Number(CgroupFile.Read(folder, "pids.current")) ?? 0, KernelText.Number(CgroupFile.TryRead(folder, "pids.max")));
}
