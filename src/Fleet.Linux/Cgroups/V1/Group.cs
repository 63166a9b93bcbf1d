namespace Fleet.Linux.Cgroups.V1;

internal sealed class Group(string path, Trees trees, ICgroupDriver driver) : ICgroup
{
    public string Path => path;

    public bool Exists => trees.MountPoints.Any(mountPoint => Directory.Exists(System.IO.Path.Combine(mountPoint, path)));

    public CgroupPlacement Placement =>
        new(null, [.. trees.MountPoints.Select(mountPoint => System.IO.Path.Combine(mountPoint, path, "cgroup.procs"))]);

    public string? OomCounter => trees.Folder("memory", path) is { } folder ? System.IO.Path.Combine(folder, "memory.oom_control") : null;

    public bool IsFrozen => Freezer.IsFrozen(trees, path);

    /// <summary>The folder whose process list stands for the group.</summary>
    private string Main => System.IO.Path.Combine(trees.Of("pids") ?? trees.Of("memory") ?? trees.MountPoints[0], path);

    public void Apply(CgroupLimits limits)
    {
        CgroupCapacity? above = LimitCheck.NeedsCapacity(limits) ? Capacity.Above(trees, path, HostCapacity.Read()) : null;
        LimitCheck.Check(limits, above, Memory.Limit(trees.Folder("memory", path)));
        Memory.Apply(trees, path, limits);
        Cpu.Apply(trees, path, limits);
        Cpuset.Apply(trees, path, limits);
        Pids.Apply(trees, path, limits);
        Io.Apply(trees, path, limits);
        Devices.Apply(trees, path, limits);
    }

    public void Add(int pid)
    {
        foreach (string mountPoint in trees.MountPoints)
        {
            CgroupFile.Write(System.IO.Path.Combine(mountPoint, path), "cgroup.procs", LimitValues.Text(pid), "does the process still run?");
        }
    }

    public void AddThisThread()
    {
        foreach (string mountPoint in trees.MountPoints.Where(mountPoint => mountPoint != trees.Unified))
        {
            CgroupFile.Write(System.IO.Path.Combine(mountPoint, path), "tasks", "0");
        }
    }

    IReadOnlyList<int> ICgroup.Pids() => ProcessList.Read(Main);

    public CgroupStatistics Statistics() => new()
    {
        Cpu = Cpu.Read(trees, path),
        Memory = Memory.Read(trees, path),
        Pids = Pids.Read(trees.Folder("pids", path)),
        Io = Io.Read(trees.Folder("blkio", path)),
        IoPressure = Pressures.Read(trees, path, "io.pressure"),
    };

    public CgroupIncidents Incidents()
    {
        var pressure = (string file) => Pressures.Read(trees, path, file)?.Some.Average10;
        return new CgroupIncidents(
            Memory.OomKills(trees.Folder("memory", path)), Pids.Refused(trees.Folder("pids", path)), Cpu.Throttled(trees.Folder("cpu", path)),
            pressure("cpu.pressure"), pressure("memory.pressure"), pressure("io.pressure"));
    }

    /// <summary>In version 1 pids.events counts, but nobody is told when it does.</summary>
    public IReadOnlyList<CgroupAlarm> Alarms =>
        trees.Folder("memory", path) is { } memory ? [new CgroupAlarm(System.IO.Path.Combine(memory, "memory.oom_control"), ByEvent: true)] : [];

    public void Freeze() => Freezer.Freeze(trees, path);

    public void Thaw() => Freezer.Thaw(trees, path);

    public void KillAll() => Killer.KillAll(this, Main, trees.Unified is { } unified ? System.IO.Path.Combine(unified, path) : null);

    public void Remove()
    {
        foreach (string mountPoint in trees.MountPoints)
        {
            CgroupTree.Remove(System.IO.Path.Combine(mountPoint, path));
            CgroupTree.RemoveEmptyParents(mountPoint, path);
        }
    }

    public void RemoveIfEmpty()
    {
        if (ProcessList.ReadOthers(Main).Any())
        {
            return;     // one look in place of one at each hierarchy
        }

        foreach (string mountPoint in trees.MountPoints)
        {
            CgroupTree.RemoveIfEmpty(mountPoint, path);
        }
    }

    public override string ToString() => $"{path} (cgroup v{driver.Version})";
}
