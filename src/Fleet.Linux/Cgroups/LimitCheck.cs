using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>Refuses, before anything is written, what the kernel would answer with a bare EINVAL or a kill.</summary>
internal static class LimitCheck
{
    /// <summary>Below this the first process does not come to life; docker draws the line at the same place.</summary>
    public const long LeastMemory = 6 << 20;

    public const double LeastCpus = 0.01;

    /// <summary>Whether what the machine has is to be asked for: that takes dozens of files.</summary>
    public static bool NeedsCapacity(CgroupLimits limits) => limits.Cpus is > 0 || !string.IsNullOrEmpty(limits.CpusetCpus);

    /// <param name="host">What the machine has and the groups above allow; may be null where it is not needed.</param>
    /// <param name="memoryNow">The group's present memory limit: null none.</param>
    public static void Check(CgroupLimits limits, CgroupCapacity? host, long? memoryNow)
    {
        Cpu(limits, host);
        CpuSet(limits.CpusetCpus, host?.CpuSet);
        Memory(limits, memoryNow);
        Require(limits.Pids is null or >= -1, "pids", $"pids limit {limits.Pids}: give a number of tasks, or -1 for unlimited");
        Require(limits.IoWeight is null or (>= 10 and <= 1000), "io-weight", $"block I/O weight {limits.IoWeight}: the range is 10 to 1000");
    }

    /// <summary>Bytes in the words of the command line: <c>64m</c>, <c>1536k</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        _ when bytes != 0 && bytes % (1 << 30) == 0 => $"{bytes >> 30}g",
        _ when bytes != 0 && bytes % (1 << 20) == 0 => $"{bytes >> 20}m",
        _ when bytes >= 10 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}b"),
    };

    private static void Cpu(CgroupLimits limits, CgroupCapacity? host)
    {
        double? most = host?.Cpus;
        Require(
            limits.Cpus is null or <= 0 || (limits.Cpus >= LeastCpus && limits.Cpus <= most),
            "cpus",
            string.Create(CultureInfo.InvariantCulture, $"cpus {limits.Cpus}: the range is {LeastCpus} to {most}, the CPUs that are there"));
        Require(
            limits.CpuPeriodMicroseconds is null or (>= 1_000 and <= 1_000_000),
            "cpu-period", $"CPU period {limits.CpuPeriodMicroseconds}: the range is 1000 to 1000000 microseconds");
        Require(
            limits.CpuShares is null or 0 or (>= 2 and <= 262_144),
            "cpu-shares", $"CPU shares {limits.CpuShares}: the range is 2 to 262144, 1024 is the default");
    }

    private static void CpuSet(string? wish, CpuSet? available)
    {
        if (string.IsNullOrEmpty(wish))
        {
            return;
        }

        Require(Cgroups.CpuSet.TryParse(wish, out CpuSet asked), "cpuset", $"cpuset '{wish}' is not a list of CPUs such as 0-2,7");
        Require(
            asked.Count > 0 && available is { } there && asked.IsSubsetOf(there),
            "cpuset", $"cpuset {wish}: not all of these CPUs are there; available: {available}");
    }

    private static void Memory(CgroupLimits limits, long? memoryNow)
    {
        Require(
            limits.Memory is null or <= 0 or >= LeastMemory,
            "memory", $"memory limit too low: {Size(limits.Memory ?? 0)}; the least that works is {Size(LeastMemory)}");
        long? memory = limits.Memory is { } wish ? LimitValues.Bounded(wish) : memoryNow;
        if (limits.MemoryAndSwap is { } total and > 0)
        {
            Require(
                memory is not null, "memory-swap",
                $"memory-swap {Size(total)} without a memory limit: it is memory and swap together, give the memory limit as well");
            Require(
                total >= memory, "memory-swap",
                $"memory-swap {Size(total)} is below the memory limit {Size(memory ?? 0)}: it is memory and swap together, give at least that, or -1 for unlimited swap");
        }

        if (LimitValues.Bounded(limits.MemoryReservation ?? 0) is { } reserved && memory is { } limit)
        {
            Require(
                reserved <= limit, "memory-reservation",
                $"memory reservation {Size(reserved)} is above the memory limit {Size(limit)}");
        }
    }

    private static void Require(bool fine, string limit, string message)
    {
        if (!fine)
        {
            throw new CgroupLimitException(limit, message);
        }
    }
}
