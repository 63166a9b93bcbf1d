using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>Limits of the container's cgroup, in the words of the option the user gave and not of the kernel's file.</summary>
internal static class LimitRules
{
    public const long LeastMilliCpu = 10;
    public const long LeastMemory = 6L << 20;

    public static void Check(ContainerLimits limits, Faults faults)
    {
        Faults at = faults.Below("deploy.resources.limits");
        if (limits.MilliCpu is long cpu)
        {
            at.Require(cpu is 0 or >= LeastMilliCpu, "cpus", $"{CpuAmount.Format(cpu)} cores are too few: the least is {CpuAmount.Format(LeastMilliCpu)}, the most what the node has");
        }

        if (limits.MemoryBytes is long memory)
        {
            at.Require(memory is 0 or >= LeastMemory, "memory", $"the memory limit {ByteSize.Format(memory)} is too low: the least is {ByteSize.Format(LeastMemory)}");
        }

        if (limits.Pids is long pids)
        {
            at.Require(pids >= -1, "pids", $"{pids} is below -1 (0 and -1 mean unlimited)");
        }

        CheckSwap(limits, faults);
        if (limits.MemoryReservationBytes is long reservation)
        {
            bool below = reservation > 0 && (limits.MemoryBytes is not (> 0 and long most) || reservation < most);
            faults.Require(below, "mem_reservation", $"{ByteSize.Format(reservation)} must be above 0 and below the memory limit");
        }

        if (limits.CpuShares is long shares)
        {
            faults.Require(shares is >= 2 and <= 262144, "cpu_shares", $"{shares} CPU shares are out of range (2 to 262144; 1024 is usual)");
        }

        if (limits.CpusetCpus is string list)
        {
            faults.Add("cpuset", CpuList.Fault(list));
        }

        if (limits.CpusetMems is string nodes)
        {
            faults.Add("cpuset_mems", CpuList.Fault(nodes));
        }

        CheckQuota(limits, faults);
        IoRules.Check(limits, faults);
    }

    private static void CheckQuota(ContainerLimits limits, Faults faults)
    {
        bool both = limits.MilliCpu is not null && (limits.CpuQuota is not null || limits.CpuPeriod is not null);
        faults.Require(!both, "cpu_quota", "cpus is quota and period in one: give it, or these, not both");
        faults.Require(limits.CpuPeriod is null or (>= 1000 and <= 1_000_000), "cpu_period", $"{limits.CpuPeriod} is out of range (1000 to 1000000 microseconds)");
        faults.Require(limits.CpuQuota is null or -1 or 0 or >= 1000, "cpu_quota", $"{limits.CpuQuota} microseconds are too few: the least is 1000 (-1 for no quota)");
    }

    // Docker's meaning: memory and swap together.
    private static void CheckSwap(ContainerLimits limits, Faults faults) => faults.Add("memswap_limit", SwapFault(limits));

    /// <summary>Null when there is none.</summary>
    public static string? SwapFault(ContainerLimits limits)
    {
        if (limits.MemorySwapBytes is not long both || both == -1)
        {
            return null;
        }

        return both < -1 ? "is below -1 (-1 means unlimited swap)"
            : limits.MemoryBytes is not > 0 ? "needs a memory limit beside it (it is memory and swap together)"
            : both < limits.MemoryBytes ? $"{ByteSize.Format(both)} is less than the memory limit {ByteSize.Format(limits.MemoryBytes.Value)} (it is memory and swap together; give the same for no swap)"
            : null;
    }
}
