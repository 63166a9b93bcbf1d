namespace Fleet.Linux.Cgroups;

/// <summary>Counters of what a group ran into; a subset of <see cref="CgroupStatistics"/> that costs half a dozen small reads.</summary>
/// <param name="OomKills">Processes that the kernel killed for want of memory.</param>
/// <param name="RefusedForks">How often fork or clone failed because of the group's limit of pids.</param>
/// <param name="Throttling">Null without a quota.</param>
/// <param name="CpuPressure">Percent of the last 10 s in which some task waited; null where not accounted. The same for the others.</param>
public sealed record CgroupIncidents(
    long OomKills, long RefusedForks, Throttling? Throttling, double? CpuPressure, double? MemoryPressure, double? IoPressure);

/// <summary>A file of a group by which the kernel tells of an incident.</summary>
/// <param name="ByEvent">
/// False: the file's content changes, which inotify(7) sees. True: an eventfd(2) has to be registered for it in the group's
/// cgroup.event_control (v1's way of telling of OOM; kernel: admin-guide/cgroup-v1/memory, "OOM Control").
/// </param>
public sealed record CgroupAlarm(string File, bool ByEvent);
