namespace Fleet.Linux.Cgroups.V1;

/// <summary>CPUs and memory nodes (cpuset(7)). A new group has none, and takes no process before it has some.</summary>
internal static class Cpuset
{
    /// <summary>Gives a new group what its parent has.</summary>
    public static void Inherit(string parent, string folder)
    {
        foreach (string file in (string[])["cpuset.cpus", "cpuset.mems"])
        {
            if (CgroupFile.Read(folder, file).Trim().Length == 0)
            {
                CgroupFile.Write(folder, file, CgroupFile.Read(parent, file).Trim());
            }
        }
    }

    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        Set(trees, path, "cpuset.cpus", limits.CpusetCpus);
        Set(trees, path, "cpuset.mems", limits.CpusetMems);
    }

    private static void Set(Trees trees, string path, string file, string? list)
    {
        if (string.IsNullOrEmpty(list))
        {
            return;
        }

        string folder = trees.Need("cpuset", path, "cpuset");
        string parent = Path.GetDirectoryName(folder)!;
        if (CgroupFile.TryWrite(folder, file, list) is { } errno)
        {
            throw new KernelException($"write '{list}' to", $"{folder}/{file}", errno, $"the group above has {CgroupFile.TryRead(parent, file)}");
        }
    }
}
