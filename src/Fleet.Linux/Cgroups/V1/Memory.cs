namespace Fleet.Linux.Cgroups.V1;

/// <summary>Memory, swap and OOM (kernel: admin-guide/cgroup-v1/memory).</summary>
internal static class Memory
{
    private const string LimitFile = "memory.limit_in_bytes", SwapFile = "memory.memsw.limit_in_bytes", SoftFile = "memory.soft_limit_in_bytes";

    public static long? Limit(string? folder) => folder is null ? null : KernelText.Number(CgroupFile.TryRead(folder, LimitFile));

    /// <summary>Before Linux 5.11 a group's limit held for those below it only where this was asked for; a new group then inherits it.</summary>
    public static void CountThoseBelow(string folder)
    {
        if (CgroupFile.TryRead(folder, "memory.use_hierarchy") == "0")
        {
            _ = CgroupFile.TryWrite(folder, "memory.use_hierarchy", "1");
        }
    }

    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        if (limits.Memory is not null || limits.MemoryAndSwap is not null)
        {
            SetLimits(trees.Need("memory", path, "memory"), limits);
        }

        if (limits.MemoryReservation is { } reserved)
        {
            CgroupFile.Write(
                trees.Need("memory", path, "memory-reservation"), SoftFile, LimitValues.OrMinusOne(LimitValues.Bounded(reserved)));
        }
    }

    public static MemoryStatistics Read(Trees trees, string path)
    {
        if (trees.Folder("memory", path) is not { } folder)
        {
            return new MemoryStatistics { Usage = 0, UsageWithCache = 0 };
        }

        Dictionary<string, long> stat = KernelText.Flat(CgroupFile.Read(folder, "memory.stat"));
        long all = KernelText.Number(CgroupFile.Read(folder, "memory.usage_in_bytes")) ?? 0;
        long inactive = stat.GetValueOrDefault("total_inactive_file");
        return new MemoryStatistics
        {
            Usage = Math.Max(0, all - inactive),
            UsageWithCache = all,
            Limit = Limit(folder),
            Anonymous = stat.GetValueOrDefault("total_rss"),
            File = stat.GetValueOrDefault("total_cache"),
            InactiveFile = inactive,
            Shared = stat.GetValueOrDefault("total_shmem"),
            Kernel = KernelText.Number(CgroupFile.TryRead(folder, "memory.kmem.usage_in_bytes")),
            Swap = stat.TryGetValue("total_swap", out long swap) ? swap : null,
            Peak = KernelText.Number(CgroupFile.TryRead(folder, "memory.max_usage_in_bytes")),
            OomKills = OomKills(folder),
            Pressure = Pressures.Read(trees, path, "memory.pressure"),
        };
    }

    public static long OomKills(string? folder) =>
        folder is null ? 0 : KernelText.Flat(CgroupFile.TryRead(folder, "memory.oom_control")).GetValueOrDefault("oom_kill");

    /// <summary>What cannot be dropped: neither active nor inactive file cache. Shared memory counts.</summary>
    private static long Pinned(string folder)
    {
        Dictionary<string, long> stat = KernelText.Flat(CgroupFile.TryRead(folder, "memory.stat"));
        long all = KernelText.Number(CgroupFile.TryRead(folder, "memory.usage_in_bytes")) ?? 0;
        return all - stat.GetValueOrDefault("total_inactive_file") - stat.GetValueOrDefault("total_active_file");
    }

    private static void SetLimits(string folder, CgroupLimits limits)
    {
        long? before = Limit(folder);
        long? memory = limits.Memory is { } wish ? LimitValues.Bounded(wish) : before;
        if (limits.CheckBeforeUpdate && limits.Memory is not null)
        {
            UsageCheck.Check(Pinned(folder), memory);
        }

        // Without swap accounting (swapaccount=0) there is no memory+swap limit and nothing to be set.
        if (!CgroupFile.Has(folder, SwapFile))
        {
            SetMemory(folder, limits, memory);
            return;
        }

        long? sumBefore = KernelText.Number(CgroupFile.Read(folder, SwapFile));
        long? sum = LimitValues.MemoryAndSwap(memory, limits.MemoryAndSwap, (before, sumBefore));

        if (memory == before && sum == sumBefore)
        {
            return;
        }

        // memory <= memory+swap must hold at every moment: lift the sum, set the memory, set the sum.
        CgroupFile.Write(folder, SwapFile, "-1");
        try
        {
            SetMemory(folder, limits, memory);
        }
        catch (KernelException)
        {
            _ = CgroupFile.TryWrite(folder, SwapFile, LimitValues.OrMinusOne(sumBefore));   // refused as a whole
            throw;
        }

        CgroupFile.Write(folder, SwapFile, LimitValues.OrMinusOne(sum));
    }

    private static void SetMemory(string folder, CgroupLimits limits, long? memory)
    {
        if (limits.Memory is not null)
        {
            CgroupFile.Write(
                folder, LimitFile, LimitValues.OrMinusOne(memory), "more is in use and cannot be freed; stop something in it, or give it more");
        }
    }
}
