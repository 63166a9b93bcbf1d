namespace Fleet.Linux.Cgroups.V2;

/// <summary>The least of the host's and of what the groups from one folder upwards allow.</summary>
internal static class Capacity
{
    public static CgroupCapacity Read(string folder, string mountPoint, CgroupCapacity host)
    {
        CgroupCapacity least = host;
        foreach (string at in AncestorFolders.Of(folder, mountPoint))
        {
            least = least with
            {
                Cpus = Math.Min(least.Cpus, Cpus(CgroupFile.TryRead(at, "cpu.max")) ?? double.MaxValue),
                MemoryBytes = Math.Min(least.MemoryBytes, KernelText.Number(CgroupFile.TryRead(at, "memory.max")) ?? long.MaxValue),
                Pids = Math.Min(least.Pids, KernelText.Number(CgroupFile.TryRead(at, "pids.max")) ?? long.MaxValue),
            };
            if (CpuSet.TryParse(CgroupFile.TryRead(at, "cpuset.cpus.effective") ?? "", out CpuSet cpus) && cpus.Count > 0)
            {
                CpuSet usable = least.CpuSet.Intersect(cpus);
                least = least with { CpuSet = usable, Cpus = Math.Min(least.Cpus, usable.Count) };
            }
        }

        return least;
    }

    /// <summary>cpu.max as cores; null for no quota.</summary>
    internal static double? Cpus(string? max)
    {
        string[] parts = max?.Split(' ') ?? [];
        return parts.Length == 2 && KernelText.Number(parts[0]) is > 0 and { } quota && KernelText.Number(parts[1]) is > 0 and { } period
            ? (double)quota / period
            : null;
    }
}
