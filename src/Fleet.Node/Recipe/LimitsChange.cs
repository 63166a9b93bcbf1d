using Fleet.Model;

namespace Fleet.Node.Recipe;

/// <summary>Limits after an update: what it does not name stays.</summary>
internal static class LimitsChange
{
    public static ContainerLimits Over(ContainerLimits old, ContainerLimits change) => old with
    {
        MilliCpu = change.MilliCpu ?? old.MilliCpu,
        CpuShares = change.CpuShares ?? old.CpuShares,
        CpusetCpus = change.CpusetCpus ?? old.CpusetCpus,
        MemoryBytes = change.MemoryBytes ?? old.MemoryBytes,
        MemorySwapBytes = change.MemorySwapBytes ?? Swap(old, change),
        MemoryReservationBytes = change.MemoryReservationBytes ?? old.MemoryReservationBytes,
        Pids = change.Pids ?? old.Pids,
        CpuPeriod = change.CpuPeriod ?? old.CpuPeriod,
        CpuQuota = change.CpuQuota ?? old.CpuQuota,
        CpusetMems = change.CpusetMems ?? old.CpusetMems,
        IoWeight = change.IoWeight ?? old.IoWeight,
        IoRates = change.IoRates.IsEmpty ? old.IoRates : change.IoRates,
    };

    // Memory and swap are one sum: a new memory limit keeps the swap that was beside the old one, as the cgroup does.
    private static long? Swap(ContainerLimits old, ContainerLimits change) => (change.MemoryBytes, old.MemoryBytes, old.MemorySwapBytes) switch
    {
        (null, _, var sum) => sum,
        (_, _, < 0) => -1,
        ({ } memory, { } before, { } sum) => memory + (sum - before),
        ({ } memory, { } before, null) => memory + before,
        _ => null,
    };
}
