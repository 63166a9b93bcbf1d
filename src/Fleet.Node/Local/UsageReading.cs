using Fleet.Containers;
using Fleet.Linux.Cgroups;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

/// <summary>From the kernel's numbers to what users are shown.</summary>
internal static class UsageReading
{
    /// <summary>Those of the machine, whatever this process may use of them.</summary>
    private static readonly int HostCpus = (int)HostCapacity.Read().Cpus;

    public static ContainerUsage Of(ContainerEntry entry, ContainerStatistics now, ContainerUsage? before)
    {
        var (cpu, memory) = (now.Group.Cpu, now.Group.Memory);
        var links = now.Links.Where(link => link.Name != "lo").ToList();
        return new ContainerUsage
        {
            Time = now.At,
            Id = entry.Id,
            Name = entry.Name,
            Cpus = before is null ? null : Rate(cpu.UsageNanoseconds - before.CpuNanoseconds, now.At - before.Time),
            HostCpus = HostCpus,
            CpuLimit = cpu.Limit,
            CpuNanoseconds = cpu.UsageNanoseconds,
            CpuUserNanoseconds = cpu.UserNanoseconds,
            CpuSystemNanoseconds = cpu.SystemNanoseconds,
            Periods = cpu.Throttling?.Periods,
            ThrottledPeriods = cpu.Throttling?.ThrottledPeriods,
            ThrottledNanoseconds = cpu.Throttling?.ThrottledNanoseconds,
            MemoryBytes = memory.Usage,
            MemoryWithCacheBytes = memory.UsageWithCache,
            MemoryLimitBytes = memory.Limit,
            SwapBytes = memory.Swap,
            AnonymousBytes = memory.Anonymous,
            FileBytes = memory.File,
            SharedBytes = memory.Shared,
            KernelBytes = memory.Kernel,
            PeakBytes = memory.Peak,
            OomKills = memory.OomKills,
            Pids = now.Group.Pids.Current,
            PidsLimit = now.Group.Pids.Limit,
            BlockReadBytes = now.Group.Io.Sum(io => io.ReadBytes),
            BlockWrittenBytes = now.Group.Io.Sum(io => io.WrittenBytes),
            BlockReadOperations = now.Group.Io.Sum(io => io.ReadOperations),
            BlockWriteOperations = now.Group.Io.Sum(io => io.WriteOperations),
            NetworkReceivedBytes = links.Sum(link => link.ReceivedBytes),
            NetworkSentBytes = links.Sum(link => link.SentBytes),
            Links = [.. now.Links.Select(link => new LinkUsage(
                link.Name, link.ReceivedBytes, link.ReceivedPackets, link.ReceiveErrors, link.ReceiveDropped,
                link.SentBytes, link.SentPackets, link.SendErrors, link.SendDropped))],
            CpuPressure = cpu.Pressure?.Some.Average10,
            MemoryPressure = memory.Pressure?.Some.Average10,
            IoPressure = now.Group.IoPressure?.Some.Average10,
        };
    }

    private static double? Rate(long nanoseconds, TimeSpan over) => over > TimeSpan.Zero ? nanoseconds / 1e9 / over.TotalSeconds : null;
}
