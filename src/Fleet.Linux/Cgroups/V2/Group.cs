namespace Fleet.Linux.Cgroups.V2;

internal sealed class Group(string path, string mountPoint) : ICgroup
{
    private string Folder { get; } = System.IO.Path.Combine(mountPoint, path);

    public string Path => path;

    public bool Exists => Directory.Exists(Folder);

    public CgroupPlacement Placement => new(Folder, [System.IO.Path.Combine(Folder, "cgroup.procs")]);

    public string? OomCounter => System.IO.Path.Combine(Folder, "memory.events");

    public bool IsFrozen => Freezer.IsFrozen(Folder);

    public void Apply(CgroupLimits limits)
    {
        CgroupCapacity? above = LimitCheck.NeedsCapacity(limits) ? Capacity.Read(System.IO.Path.GetDirectoryName(Folder)!, mountPoint, HostCapacity.Read()) : null;
        LimitCheck.Check(limits, above, Memory.Limit(Folder));
        Memory.Apply(Folder, limits);
        Cpu.Apply(Folder, limits);
        Cpuset.Apply(Folder, limits);
        V2.Pids.Apply(Folder, limits);
        Io.Apply(Folder, limits);
        Devices.Apply(Folder, limits);
    }

    public void Add(int pid) => CgroupFile.Write(Folder, "cgroup.procs", LimitValues.Text(pid), "does the process still run?");

    public void AddThisThread()
    {
    }

    public IReadOnlyList<int> Pids() => ProcessList.Read(Folder);

    public CgroupStatistics Statistics() => new()
    {
        Cpu = Cpu.Read(Folder),
        Memory = Memory.Read(Folder),
        Pids = V2.Pids.Read(Folder),
        Io = Io.Read(Folder),
        IoPressure = KernelText.Pressure(CgroupFile.TryRead(Folder, "io.pressure")),
    };

    public CgroupIncidents Incidents()
    {
        var pressure = (string file) => KernelText.Pressure(CgroupFile.TryRead(Folder, file))?.Some.Average10;
        return new CgroupIncidents(
            Memory.OomKills(Folder), V2.Pids.Refused(Folder), Cpu.Throttled(Folder),
            pressure("cpu.pressure"), pressure("memory.pressure"), pressure("io.pressure"));
    }

    public IReadOnlyList<CgroupAlarm> Alarms =>
    [
        new(System.IO.Path.Combine(Folder, "memory.events"), ByEvent: false), new(System.IO.Path.Combine(Folder, "pids.events"), ByEvent: false),
    ];

    public void Freeze() => Freezer.Freeze(Folder);

    public void Thaw() => Freezer.Thaw(Folder);

    public void KillAll() => Killer.KillAll(this, Folder, Folder);

    public void Remove()
    {
        CgroupTree.Remove(Folder);
        CgroupTree.RemoveEmptyParents(mountPoint, path);
    }

    public void RemoveIfEmpty() => CgroupTree.RemoveIfEmpty(mountPoint, path);

    public override string ToString() => $"{path} (cgroup v2)";
}
