namespace Fleet.Linux.Cgroups.V2;

/// <summary>Control groups of version 2: one tree, controllers handed down level by level (kernel: admin-guide/cgroup-v2).</summary>
internal sealed class Driver : ICgroupDriver
{
    /// <summary>Controllers a container needs.</summary>
    private static readonly string[] Wanted = ["cpuset", "cpu", "io", "memory", "pids"];

    private readonly CgroupMount _mount;

    public Driver(CgroupMount mount)
    {
        _mount = mount;
        string[] there = CgroupFile.Read(mount.MountPoint, "cgroup.controllers").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Controllers = new HashSet<string>([.. Wanted.Intersect(there), "devices"]);
    }

    public int Version => 2;

    public IReadOnlySet<string> Controllers { get; }

    public IReadOnlyList<CgroupHierarchy> Hierarchies => [new(_mount.MountPoint, "", true)];

    public ICgroup Create(string path)
    {
        GroupName.Check(path);
        Room.Make(_mount.MountPoint);
        CgroupTree.Make(_mount.MountPoint, path, (parent, _) => Delegation.HandDown(parent, Wanted));
        return At(path);
    }

    public ICgroup At(string path) => new Group(GroupName.Check(path), _mount.MountPoint);

    public string MountPoint => _mount.MountPoint;

    /// <summary>What the machine, a group and those above it leave to what is in it.</summary>
    public CgroupCapacity CapacityBelow(string path) => V2.Capacity.Read(Path.Combine(_mount.MountPoint, path), _mount.MountPoint, HostCapacity.Read());

    public CgroupCapacity Capacity()
    {
        string? own = CgroupMounts.OwnPaths(CgroupFile.Read("/proc/self", "cgroup")).GetValueOrDefault("");
        string folder = own is null ? _mount.MountPoint : _mount.FolderOf(own) ?? _mount.MountPoint;
        return V2.Capacity.Read(folder, _mount.MountPoint, HostCapacity.Read());
    }
}
