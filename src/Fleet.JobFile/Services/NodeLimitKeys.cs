using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary><c>x-fleet: limits</c> at the top of the file: what all of the job may use on one node together.</summary>
internal static class NodeLimitKeys
{
    public static ContainerLimits Read(Fields? limits)
    {
        if (limits is null)
        {
            return new ContainerLimits();
        }

        var read = new ContainerLimits
        {
            MilliCpu = limits.Take("cpus")?.MilliCpu(),
            CpuShares = limits.Take("cpu_shares")?.Integer(),
            MemoryBytes = limits.Take("memory")?.Bytes(),
            MemorySwapBytes = LimitKeys.SwapBytes(limits.Take("memswap_limit")),
            MemoryReservationBytes = limits.Take("mem_reservation")?.Bytes(),
            Pids = limits.Take("pids")?.Integer(),
        };
        limits.RefuseOthers();
        return read;
    }
}
