using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>What is set aside must not be below zero or above what the container may use.</summary>
internal static class ReservationRules
{
    public static void Check(TaskGroup group, Faults faults)
    {
        Faults at = faults.Below("deploy.resources.reservations");
        Resources reserved = group.Reserved;
        ContainerLimits limits = group.Container.Limits;
        at.Require(reserved.MilliCpu >= 0, "cpus", "is below 0");
        at.Require(reserved.MemoryBytes >= 0, "memory", "is below 0");
        at.Require(reserved.Pids >= 0, "pids", "is below 0");
        if (limits.MilliCpu is > 0 and long cpu && reserved.MilliCpu > cpu)
        {
            at.Add("cpus", $"{CpuAmount.Format(reserved.MilliCpu)} are more than the limit of {CpuAmount.Format(cpu)} (raise the limit or reserve less)");
        }

        if (limits.MemoryBytes is > 0 and long memory && reserved.MemoryBytes > memory)
        {
            at.Add("memory", $"{ByteSize.Format(reserved.MemoryBytes)} is more than the limit of {ByteSize.Format(memory)} (raise the limit or reserve less)");
        }

        if (limits.Pids is > 0 and long pids && reserved.Pids > pids)
        {
            at.Add("pids", $"{reserved.Pids} are more than the limit of {pids} (raise the limit or reserve less)");
        }
    }
}
