using Fleet.Linux.Cgroups;

namespace Fleet.Node.Local;

/// <summary>Where a group is in the file system: controller to folder on v1, <c>unified</c> to folder on v2.</summary>
internal static class CgroupFolders
{
    public static IReadOnlyDictionary<string, string> Of(ICgroup group)
    {
        var folders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var placement = group.Placement;
        if (placement.UnifiedFolder is { } unified) folders["unified"] = unified;
        foreach (string file in placement.ProcsFiles)
        {
            // /sys/fs/cgroup/cpu,cpuacct/fleet/web/0123456789abcdef/cgroup.procs
            string folder = Path.GetDirectoryName(file)!;
            string mount = folder.EndsWith(group.Path, StringComparison.Ordinal) ? folder[..^(group.Path.Length + 1)] : folder;
            foreach (string controller in Path.GetFileName(mount).Split(',')) folders.TryAdd(controller, folder);
        }
        return folders;
    }
}
