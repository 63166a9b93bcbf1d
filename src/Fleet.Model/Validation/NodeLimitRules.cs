using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>A job's limits on a node, and that no task of it asks for more than all of them may use together.</summary>
internal static class NodeLimitRules
{
    public static void Check(Job job, Faults faults)
    {
        ContainerLimits all = job.NodeLimits;
        CheckValues(all, faults.Below("x-fleet.limits"));
        foreach (TaskGroup group in job.Groups.OrEmpty())
        {
            Faults at = faults.Below($"services.{group.Name}");
            ContainerLimits one = group.Container.Limits;
            Within(at, "deploy.resources.limits.cpus", one.MilliCpu, all.MilliCpu, CpuAmount.Format);
            Within(at, "deploy.resources.limits.memory", one.MemoryBytes, all.MemoryBytes, ByteSize.Format);
            Within(at, "deploy.resources.limits.pids", one.Pids, all.Pids, Count);
            Within(at, "memswap_limit", one.MemorySwapBytes, all.MemorySwapBytes, ByteSize.Format);
            at = at.Below("deploy.resources.reservations");
            Within(at, "cpus", group.Reserved.MilliCpu, all.MilliCpu, CpuAmount.Format);
            Within(at, "memory", group.Reserved.MemoryBytes, all.MemoryBytes, ByteSize.Format);
            Within(at, "pids", group.Reserved.Pids, all.Pids, Count);
        }
    }

    private static void CheckValues(ContainerLimits all, Faults at)
    {
        at.Require(all.MilliCpu is not < LimitRules.LeastMilliCpu, "cpus", $"{CpuAmount.Format(all.MilliCpu ?? 0)} cores are too few: the least is {CpuAmount.Format(LimitRules.LeastMilliCpu)}");
        at.Require(all.MemoryBytes is not < LimitRules.LeastMemory, "memory", $"{ByteSize.Format(all.MemoryBytes ?? 0)} is too low: the least is {ByteSize.Format(LimitRules.LeastMemory)}");
        at.Require(all.Pids is not < -1, "pids", $"{all.Pids} is below -1 (0 and -1 mean unlimited)");
        at.Require(all.CpuShares is null or (>= 2 and <= 262144), "cpu_shares", $"{all.CpuShares} CPU shares are out of range (2 to 262144; 1024 is usual)");
        at.Add("memswap_limit", LimitRules.SwapFault(all));
        bool reserves = all.MemoryReservationBytes is not { } kept || (kept > 0 && (all.MemoryBytes is not { } most || kept < most));
        at.Require(reserves, "mem_reservation", $"{ByteSize.Format(all.MemoryReservationBytes ?? 0)} must be above 0 and below the memory limit");
    }

    /// <summary>0 and less are no limit, on either side.</summary>
    private static void Within(Faults at, string path, long? one, long? all, Func<long, string> format)
    {
        if (one is > 0 and { } asked && all is > 0 and { } most && asked > most)
        {
            at.Add(path, $"{format(asked)} is more than the {format(most)} that all tasks of the job may use together on a node (x-fleet.limits: raise that, or ask for less)");
        }
    }

    private static string Count(long pids) => pids.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
