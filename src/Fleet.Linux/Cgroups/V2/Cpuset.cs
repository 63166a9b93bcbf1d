namespace Fleet.Linux.Cgroups.V2;

/// <summary>CPUs and memory nodes; an empty list means the parent's (kernel: admin-guide/cgroup-v2, "Cpuset Interface Files").</summary>
internal static class Cpuset
{
    public static void Apply(string folder, CgroupLimits limits)
    {
        Set(folder, "cpuset.cpus", limits.CpusetCpus);
        Set(folder, "cpuset.mems", limits.CpusetMems);
    }

    private static void Set(string folder, string file, string? list)
    {
        if (!string.IsNullOrEmpty(list))
        {
            CgroupFile.Write(folder, file, list, $"the group above has {CgroupFile.TryRead(Path.GetDirectoryName(folder)!, file + ".effective")}");
        }
    }
}
