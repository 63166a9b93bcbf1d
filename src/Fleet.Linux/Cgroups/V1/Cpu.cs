namespace Fleet.Linux.Cgroups.V1;

/// <summary>CPU quota, shares and usage (kernel: scheduler/sched-bwc, admin-guide/cgroup-v1/cpuacct).</summary>
internal static class Cpu
{
    internal const string QuotaFile = "cpu.cfs_quota_us", PeriodFile = "cpu.cfs_period_us";

    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        if (limits.Cpus is { } cpus)
        {
            string folder = trees.Need("cpu", path, "cpus");
            (long? quota, long period) = LimitValues.Quota(cpus, limits.CpuPeriodMicroseconds);
            SetQuota(folder, quota, period);
        }

        if (limits.CpuShares is { } shares)
        {
            CgroupFile.Write(trees.Need("cpu", path, "cpu-shares"), "cpu.shares", LimitValues.Text(shares == 0 ? 1024 : shares));
        }
    }

    public static CpuStatistics Read(Trees trees, string path)
    {
        string? account = trees.Folder("cpuacct", path);
        long usage = 0, user = 0, system = 0;
        if (account is not null)
        {
            usage = KernelText.Number(CgroupFile.Read(account, "cpuacct.usage")) ?? 0;
            user = KernelText.Number(CgroupFile.TryRead(account, "cpuacct.usage_user")) ?? 0;
            system = KernelText.Number(CgroupFile.TryRead(account, "cpuacct.usage_sys")) ?? 0;
        }

        string? folder = trees.Folder("cpu", path);
        double? limit = Limit(folder);
        return new CpuStatistics(usage, user, system, limit is null ? null : ThrottledIn(folder!), Pressures.Read(trees, path, "cpu.pressure")) { Limit = limit };
    }

    private static void SetQuota(string folder, long? quota, long period)
    {
        if (KernelText.Number(CgroupFile.Read(folder, PeriodFile)) != period)
        {
            // A new period may clash with the old quota (least 1 ms, or a parent's share), so the old quota goes first.
            CgroupFile.Write(folder, QuotaFile, "-1");
            CgroupFile.Write(folder, PeriodFile, LimitValues.Text(period));
        }

        if (CgroupFile.Read(folder, QuotaFile) == LimitValues.OrMinusOne(quota))
        {
            return;     // writing it again would hand out a fresh quota
        }

        if (quota is { } most)
        {
            CpuBelow.Fit(folder, (double)most / period);
        }

        CgroupFile.Write(folder, QuotaFile, LimitValues.OrMinusOne(quota), "a group cannot have more CPU than the group above it allows");
    }

    private static double? Limit(string? folder) => folder is not null
        && KernelText.Number(CgroupFile.TryRead(folder, "cpu.cfs_quota_us")) is > 0 and { } quota
        && KernelText.Number(CgroupFile.TryRead(folder, "cpu.cfs_period_us")) is > 0 and { } period ? (double)quota / period : null;

    public static Throttling? Throttled(string? folder) => Limit(folder) is null ? null : ThrottledIn(folder!);

    private static Throttling ThrottledIn(string folder)
    {
        Dictionary<string, long> stat = KernelText.Flat(CgroupFile.TryRead(folder, "cpu.stat"));
        return new Throttling(
            stat.GetValueOrDefault("nr_periods"), stat.GetValueOrDefault("nr_throttled"), stat.GetValueOrDefault("throttled_time"));
    }
}
