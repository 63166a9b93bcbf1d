using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>What the machine itself has, whatever group the reader is in.</summary>
public static class HostCapacity
{
    public static CgroupCapacity Read()
    {
        CpuSet cpus = CpuSet.TryParse(CgroupFile.TryRead("/sys/devices/system/cpu", "online") ?? "", out CpuSet online) && online.Count > 0
            ? online
            : CpuSet.First(Environment.ProcessorCount);
        long pidMax = KernelText.Number(CgroupFile.TryRead("/proc/sys/kernel", "pid_max")) ?? 32768;
        long threadsMax = KernelText.Number(CgroupFile.TryRead("/proc/sys/kernel", "threads-max")) ?? long.MaxValue;
        return new CgroupCapacity(cpus.Count, cpus, TotalMemory(CgroupFile.Read("/proc", "meminfo")), Math.Min(pidMax, threadsMax));
    }

    /// <summary>MemTotal of /proc/meminfo, in bytes (proc_meminfo(5)).</summary>
    internal static long TotalMemory(string meminfo)
    {
        foreach (string line in KernelText.Lines(meminfo))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
            {
                string number = line["MemTotal:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
                return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
            }
        }

        throw new InvalidDataException("/proc/meminfo has no MemTotal");
    }
}
