namespace Fleet.Linux.Cgroups.V2;

/// <summary>Memory, swap and OOM (kernel: admin-guide/cgroup-v2, "Memory Interface Files").</summary>
internal static class Memory
{
    public static long? Limit(string folder) => KernelText.Number(CgroupFile.TryRead(folder, "memory.max"));

    public static void Apply(string folder, CgroupLimits limits)
    {
        if (limits.Memory is not null || limits.MemoryAndSwap is not null)
        {
            SetLimits(folder, limits);
        }

        if (limits.MemoryReservation is { } reserved)
        {
            CgroupFile.Write(folder, "memory.low", LimitValues.Text(LimitValues.Bounded(reserved) ?? 0));
        }
    }

    public static MemoryStatistics Read(string folder)
    {
        string? statText = CgroupFile.TryRead(folder, "memory.stat");
        if (statText is null)
        {
            return new MemoryStatistics { Usage = 0, UsageWithCache = 0 };
        }

        Dictionary<string, long> stat = KernelText.Flat(statText);
        long all = KernelText.Number(CgroupFile.Read(folder, "memory.current")) ?? 0;
        long inactive = stat.GetValueOrDefault("inactive_file");
        return new MemoryStatistics
        {
            Usage = Math.Max(0, all - inactive),
            UsageWithCache = all,
            Limit = Limit(folder),
            Anonymous = stat.GetValueOrDefault("anon"),
            File = stat.GetValueOrDefault("file"),
            InactiveFile = inactive,
            Shared = stat.GetValueOrDefault("shmem"),
            Kernel = Kernel(stat),
            Swap = KernelText.Number(CgroupFile.TryRead(folder, "memory.swap.current")),
            Peak = KernelText.Number(CgroupFile.TryRead(folder, "memory.peak")),
            OomKills = OomKills(folder),
            Pressure = KernelText.Pressure(CgroupFile.TryRead(folder, "memory.pressure")),
        };
    }

    public static long OomKills(string folder) => KernelText.Flat(CgroupFile.TryRead(folder, "memory.events")).GetValueOrDefault("oom_kill");

    /// <summary>Before kernel 5.18 there is no sum, but most of its parts.</summary>
    private static long Kernel(Dictionary<string, long> stat) => stat.TryGetValue("kernel", out long sum) ? sum
        : stat.GetValueOrDefault("kernel_stack") + stat.GetValueOrDefault("pagetables") + stat.GetValueOrDefault("percpu")
            + stat.GetValueOrDefault("sock") + stat.GetValueOrDefault("slab");

    /// <summary>memory.swap.max is swap alone, so it gets what the sum leaves over the memory; null for unlimited.</summary>
    internal static long? SwapOnly(long? memory, long? total) => (memory, total) switch
    {
        (_, null) or (null, _) => null,
        ({ } limit, { } sum) => Math.Max(0, sum - limit),
    };

    /// <summary>What cannot be dropped: neither active nor inactive file cache. Shared memory counts.</summary>
    private static long Pinned(string folder)
    {
        Dictionary<string, long> stat = KernelText.Flat(CgroupFile.TryRead(folder, "memory.stat"));
        long all = KernelText.Number(CgroupFile.TryRead(folder, "memory.current")) ?? 0;
        return all - stat.GetValueOrDefault("inactive_file") - stat.GetValueOrDefault("active_file");
    }

    private static void SetLimits(string folder, CgroupLimits limits)
    {
        long? before = Limit(folder);
        long? memory = limits.Memory is { } wish ? LimitValues.Bounded(wish) : before;
        if (limits.CheckBeforeUpdate && limits.Memory is not null)
        {
            UsageCheck.Check(Pinned(folder), memory);
        }

        // Swap before memory: a lowered memory limit finds the swap it may use already there.
        if (CgroupFile.Has(folder, "memory.swap.max"))
        {
            long? swap = KernelText.Number(CgroupFile.Read(folder, "memory.swap.max"));
            long? total = LimitValues.MemoryAndSwap(memory, limits.MemoryAndSwap, (before, before + swap));
            CgroupFile.Write(folder, "memory.swap.max", LimitValues.OrMax(SwapOnly(memory, total)));
        }

        if (limits.Memory is not null)
        {
            CgroupFile.Write(folder, "memory.max", LimitValues.OrMax(memory));
        }
    }
}
