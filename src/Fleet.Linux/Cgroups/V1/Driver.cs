namespace Fleet.Linux.Cgroups.V1;

/// <summary>Control groups of version 1: one tree a controller, each group a folder of the same name in every tree.</summary>
internal sealed class Driver : ICgroupDriver
{
    /// <summary>Controllers a container needs; others (net_cls, perf_event, hugetlb, rdma) stay with the parent.</summary>
    private static readonly string[] Wanted = ["cpu", "cpuacct", "cpuset", "memory", "pids", "blkio", "devices", "freezer", "name=systemd"];

    private readonly IReadOnlyList<CgroupMount> _mounts;

    public Driver(IReadOnlyList<CgroupMount> mounts)
    {
        _mounts = mounts;
        Trees = new Trees(
            Wanted
                .Select(name => (name, mount: mounts.FirstOrDefault(m => !m.Unified && m.Controllers.Contains(name))))
                .Where(found => found.mount is not null)
                .ToDictionary(found => found.name, found => found.mount!.MountPoint),
            mounts.FirstOrDefault(m => m.Unified)?.MountPoint);
        Controllers = Trees.ControllersInV2Names();
    }

    internal Trees Trees { get; }

    public IReadOnlyList<CgroupHierarchy> Hierarchies =>
    [
        .. Trees.MountPoints.Select(mountPoint => _mounts.First(mount => mount.MountPoint == mountPoint))
            .Select(mount => new CgroupHierarchy(mount.MountPoint, OptionsOf(mount), mount.Unified)),
    ];

    public int Version => 1;

    public IReadOnlySet<string> Controllers { get; }

    public ICgroup Create(string path)
    {
        GroupName.Check(path);
        foreach (string mountPoint in Trees.MountPoints)
        {
            CgroupTree.Make(mountPoint, path, Prepare(mountPoint));
        }

        return At(path);
    }

    /// <summary>Null where a new group needs nothing. Several controllers may share one hierarchy.</summary>
    private Action<string, string>? Prepare(string mountPoint) => mountPoint != Trees.Of("cpuset") && mountPoint != Trees.Of("memory") ? null : (parent, folder) =>
    {
        if (mountPoint == Trees.Of("cpuset")) Cpuset.Inherit(parent, folder);
        if (mountPoint == Trees.Of("memory")) Memory.CountThoseBelow(folder);
    };

    public ICgroup At(string path) => new Group(GroupName.Check(path), Trees, this);

    /// <summary>What names the hierarchy to mount(2); options such as release_agent do not.</summary>
    private static string OptionsOf(CgroupMount mount) =>
        string.Join(',', mount.Controllers.Where(name => !name.StartsWith("release_agent=", StringComparison.Ordinal) && name != "clone_children" && name != "xattr"));

    public CgroupCapacity Capacity() =>
        V1.Capacity.Read(_mounts, CgroupMounts.OwnPaths(CgroupFile.Read("/proc/self", "cgroup")), HostCapacity.Read());
}
