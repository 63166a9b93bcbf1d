namespace Fleet.Linux.Cgroups.V2;

/// <summary>CPU quota, weight and usage (kernel: admin-guide/cgroup-v2, "CPU Interface Files").</summary>
internal static class Cpu
{
    public static void Apply(string folder, CgroupLimits limits)
    {
        if (limits.Cpus is { } cpus)
        {
            CgroupFile.Write(folder, "cpu.max", Max(cpus, limits.CpuPeriodMicroseconds));
        }

        if (limits.CpuShares is { } shares)
        {
            CgroupFile.Write(folder, "cpu.weight", LimitValues.Text(shares == 0 ? 100 : LimitValues.Weight(shares)));
        }
    }

    /// <summary>cpu.max: quota and period in microseconds.</summary>
    internal static string Max(double cpus, long? periodWish)
    {
        (long? quota, long period) = LimitValues.Quota(cpus, periodWish);
        return $"{LimitValues.OrMax(quota)} {LimitValues.Text(period)}";
    }

    public static CpuStatistics Read(string folder)
    {
        Dictionary<string, long> stat = KernelText.Flat(CgroupFile.Read(folder, "cpu.stat"));
        double? limit = Limit(CgroupFile.TryRead(folder, "cpu.max"));
        return new CpuStatistics(
            1000 * stat.GetValueOrDefault("usage_usec"),
            1000 * stat.GetValueOrDefault("user_usec"),
            1000 * stat.GetValueOrDefault("system_usec"),
            limit is null ? null : Throttled(stat),
            KernelText.Pressure(CgroupFile.TryRead(folder, "cpu.pressure"))) { Limit = limit };
    }

    /// <summary>cpu.max, <c>50000 100000</c> or <c>max 100000</c>, in cores.</summary>
    internal static double? Limit(string? max) => max?.Split(' ') is [var quota, var period]
        && KernelText.Number(quota) is { } time && KernelText.Number(period) is > 0 and { } window ? (double)time / window : null;

    public static Throttling? Throttled(string folder) =>
        Limit(CgroupFile.TryRead(folder, "cpu.max")) is null ? null : Throttled(KernelText.Flat(CgroupFile.TryRead(folder, "cpu.stat")));

    private static Throttling Throttled(Dictionary<string, long> stat) => new(
        stat.GetValueOrDefault("nr_periods"), stat.GetValueOrDefault("nr_throttled"), 1000 * stat.GetValueOrDefault("throttled_usec"));
}
