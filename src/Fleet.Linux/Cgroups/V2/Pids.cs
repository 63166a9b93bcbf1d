namespace Fleet.Linux.Cgroups.V2;

/// <summary>Number of tasks (kernel: admin-guide/cgroup-v2, "PID Interface Files").</summary>
internal static class Pids
{
    public static void Apply(string folder, CgroupLimits limits)
    {
        if (limits.Pids is { } wish)
        {
            CgroupFile.Write(folder, "pids.max", LimitValues.OrMax(LimitValues.Bounded(wish)));
        }
    }

    public static long Refused(string folder) => KernelText.Flat(CgroupFile.TryRead(folder, "pids.events")).GetValueOrDefault("max");

    public static PidsStatistics Read(string folder) => new(
        KernelText.Number(CgroupFile.TryRead(folder, "pids.current")) ?? 0, KernelText.Number(CgroupFile.TryRead(folder, "pids.max")));
}
