using Fleet.Linux.Cgroups;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>Where the shim puts the container's processes and itself, and what of it the container sees.</summary>
internal static class CgroupPlans
{
    public static CgroupPlan Of(ICgroupDriver driver, ICgroup container, ICgroup shims) => new()
    {
        Unified = driver.Version == 2,
        Folders = Folders(container),
        ShimFolders = [.. driver.Hierarchies.Where(hierarchy => hierarchy.Unified).Select(hierarchy => Path.Combine(hierarchy.MountPoint, shims.Path))],
        OomCounter = container.OomCounter ?? "",
        Views = driver.Version == 2 ? [] : [.. driver.Hierarchies.Where(hierarchy => !hierarchy.Unified).Select(hierarchy => View(hierarchy, container.Path))],
    };

    private static IReadOnlyList<string> Folders(ICgroup group) => [.. group.Placement.ProcsFiles.Select(file => Path.GetDirectoryName(file)!)];

    /// <summary>Programs look for /sys/fs/cgroup/memory; where controllers share a hierarchy, each name leads to it.</summary>
    private static CgroupView View(CgroupHierarchy hierarchy, string path)
    {
        string[] names = hierarchy.Options.Split(',');
        string folder = hierarchy.Options.StartsWith("name=", StringComparison.Ordinal) ? hierarchy.Options["name=".Length..] : hierarchy.Options;
        return new CgroupView(folder, hierarchy.Options, names.Length > 1 ? names : [], Path.Combine(hierarchy.MountPoint, path));
    }
}
