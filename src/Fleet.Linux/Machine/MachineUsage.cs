using System.Globalization;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Machine;

/// <summary>How busy the whole machine is now.</summary>
/// <param name="CpuBusyNanoseconds">CPU time spent since boot, all CPUs together; two readings give a share.</param>
/// <param name="MemoryAvailableBytes">What could be given to a new program without swapping (MemAvailable).</param>
/// <param name="CpuPressure">Null where the kernel does not keep pressure (psi=0).</param>
/// <param name="MemoryPressure">The same for memory.</param>
/// <param name="IoPressure">The same for input and output.</param>
public sealed record MachineUsage(
    long CpuBusyNanoseconds, long MemoryAvailableBytes, Pressure? CpuPressure, Pressure? MemoryPressure, Pressure? IoPressure)
{
    /// <summary>USER_HZ, which is 100 on every architecture Linux has (time(7)).</summary>
    private const long NanosecondsPerTick = 10_000_000;

    public static MachineUsage Read() => new(
        Busy(CgroupFile.Read("/proc", "stat")),
        Available(CgroupFile.Read("/proc", "meminfo")),
        KernelText.Pressure(CgroupFile.TryRead("/proc/pressure", "cpu")),
        KernelText.Pressure(CgroupFile.TryRead("/proc/pressure", "memory")),
        KernelText.Pressure(CgroupFile.TryRead("/proc/pressure", "io")));

    /// <summary>user, nice, system, irq, softirq and steal of the first line of /proc/stat; idle and iowait are not work (proc_stat(5)).</summary>
    internal static long Busy(string stat)
    {
        string line = KernelText.Lines(stat).First(text => text.StartsWith("cpu ", StringComparison.Ordinal));
        long[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return (ticks[0] + ticks[1] + ticks[2] + ticks.ElementAtOrDefault(5) + ticks.ElementAtOrDefault(6) + ticks.ElementAtOrDefault(7)) * NanosecondsPerTick;
    }

    internal static long Available(string meminfo)
    {
        string? line = KernelText.Lines(meminfo).FirstOrDefault(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
