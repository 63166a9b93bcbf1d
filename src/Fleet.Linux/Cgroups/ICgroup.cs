namespace Fleet.Linux.Cgroups;

/// <summary>One control group: on v2 a folder, on v1 a folder of the same name in each hierarchy. Holds nothing open; needs no disposal.</summary>
public interface ICgroup
{
    /// <summary>The name below the driver's root, such as <c>fleet/web/web.app.1</c>.</summary>
    string Path { get; }

    bool Exists { get; }

    CgroupPlacement Placement { get; }

    /// <summary>A file with a line <c>oom_kill N</c>: how many of its processes the kernel killed for want of memory. Null where memory is not controlled.</summary>
    string? OomCounter { get; }

    /// <summary>
    /// Sets what <paramref name="limits"/> names. Values that no kernel would take are refused before anything is written
    /// (<see cref="CgroupLimitException"/>), what the kernel refuses comes as <see cref="KernelException"/>.
    /// </summary>
    void Apply(CgroupLimits limits);

    /// <summary>Moves a process, with all its threads, into the group.</summary>
    void Add(int pid);

    /// <summary>
    /// Moves the calling thread alone, so that what it starts is born in the group (version 1). It is much quicker than moving a process
    /// afterwards, for which the kernel waits until no other process can be in the middle of a fork. Where a group takes whole
    /// processes only, which is version 2 and the v2 hierarchy of a mixed machine, nothing happens.
    /// </summary>
    void AddThisThread();

    /// <summary>The processes of the group, without those of groups below it; pids as this process's namespace sees them.</summary>
    IReadOnlyList<int> Pids();

    CgroupStatistics Statistics();

    /// <summary>What it ran into so far.</summary>
    CgroupIncidents Incidents();

    /// <summary>By which files the kernel tells of a killed process and, in version 2, of a refused fork at once.</summary>
    IReadOnlyList<CgroupAlarm> Alarms { get; }

    /// <summary>Stops every process of the group and those below; returns when all stand still.</summary>
    void Freeze();

    void Thaw();

    bool IsFrozen { get; }

    /// <summary>Kills every process of the group and of those below with SIGKILL, frozen or not, forks or not.</summary>
    void KillAll();

    /// <summary>
    /// Removes the group, those below it, and the parents it leaves empty, up to and including the first name of its path.
    /// Waits shortly for processes that are just ending; one that stays is an error. A group that is not there is no error.
    /// </summary>
    void Remove();

    /// <summary>Removes the group and the parents it leaves empty if nothing is in it; otherwise does nothing.</summary>
    void RemoveIfEmpty();
}
