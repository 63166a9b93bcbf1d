using Fleet.Linux.Cgroups;
using Fleet.Model;

namespace Fleet.Node.Capacity;

/// <summary>What the node has and what it uses, read now.</summary>
internal sealed class CapacityReader(ICgroupDriver cgroups, string cgroupParent, Reserve reserve, TimeProvider time)
{
    private readonly Lock _gate = new();
    private (long At, long CpuNanoseconds)? _last;
    private long _milliCpu;

    /// <summary>What the agent's own group, those above and the host give, whichever is smallest.</summary>
    public Resources Capacity()
    {
        var capacity = cgroups.Capacity();
        return new Resources((long)(capacity.Cpus * 1000), capacity.MemoryBytes, capacity.Pids);
    }

    public Resources Allocatable(in Resources capacity) => capacity - reserve.From(capacity);

    /// <summary>Of all containers and of what else stands in Fleet's own group; the CPU since the reading before.</summary>
    public NodeUsage Usage() =>
        new(Used(), NodePressure.Read("cpu"), NodePressure.Read("memory"), NodePressure.Read("io"));

    private Resources Used()
    {
        var group = cgroups.At(cgroupParent);
        if (!group.Exists) return default;
        CgroupStatistics statistics;
        try
        {
            statistics = group.Statistics();
        }
        catch (IOException)
        {
            return default;     // the last container went, and the group with it, after we looked
        }
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (_last is { } last)
            {
                double seconds = time.GetElapsedTime(last.At, now).TotalSeconds;
                long spent = statistics.Cpu.UsageNanoseconds - last.CpuNanoseconds;
                // A group that was made anew counts from zero again.
                if (seconds > 0.05 && spent >= 0) _milliCpu = (long)(spent / 1e6 / seconds);
            }
            _last = (now, statistics.Cpu.UsageNanoseconds);
            return new Resources(_milliCpu, statistics.Memory.Usage, statistics.Pids.Current);
        }
    }
}
