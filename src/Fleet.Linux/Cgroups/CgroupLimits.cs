namespace Fleet.Linux.Cgroups;

/// <summary>
/// What a group may use, in the words of the user and the same for both versions of cgroups. In a new group null means
/// "no limit"; in an update it means "leave as it is".
/// </summary>
public sealed record CgroupLimits
{
    /// <summary>CPU time in cores: 0.01 to the number of the host's. 0 or less lifts the quota.</summary>
    public double? Cpus { get; init; }

    /// <summary>The window of the quota in microseconds, 1,000 to 1,000,000; 100,000 where null.</summary>
    public long? CpuPeriodMicroseconds { get; init; }

    /// <summary>Relative share when CPU is short, as in v1 and docker: 2 to 262144, 1024 by default; 0 sets the default.</summary>
    public long? CpuShares { get; init; }

    /// <summary>CPUs it may run on, as a list such as <c>0-2,7</c> (cpuset(7)).</summary>
    public string? CpusetCpus { get; init; }

    /// <summary>Memory nodes it may use, as a list.</summary>
    public string? CpusetMems { get; init; }

    /// <summary>Bytes of memory; 0 or -1 lifts the limit.</summary>
    public long? Memory { get; init; }

    /// <summary>
    /// Bytes of memory and swap together, as docker means it: not below <see cref="Memory"/>, -1 for unlimited swap. Null or 0
    /// beside a memory limit: as much swap as memory.
    /// </summary>
    public long? MemoryAndSwap { get; init; }

    /// <summary>Bytes that are kept for it when the host runs short (soft limit, memory.low); 0 or -1 for none.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>Number of tasks (processes and threads); 0 or -1 for unlimited.</summary>
    public long? Pids { get; init; }

    /// <summary>Relative weight of block I/O, 10 to 1000 as in v1 and docker.</summary>
    public int? IoWeight { get; init; }

    /// <summary>Rates per block device.</summary>
    public IReadOnlyList<IoThrottle> IoThrottles { get; init; } = [];

    /// <summary>
    /// Which device nodes may be opened or made, later rules over earlier ones; what none speaks of is refused. Null: every device
    /// (for groups that are not containers).
    /// </summary>
    public IReadOnlyList<DeviceRule>? Devices { get; init; }

    /// <summary>
    /// These as the whole truth about a group that had <paramref name="before"/>: what was limited then and is not named now is lifted.
    /// </summary>
    public CgroupLimits After(CgroupLimits before) => this with
    {
        Cpus = Cpus ?? Lifted(before.Cpus),
        CpuShares = CpuShares ?? Lifted(before.CpuShares),
        Memory = Memory ?? Lifted(before.Memory),
        MemoryAndSwap = MemoryAndSwap ?? (Memory is not null || before.Memory is not null ? 0 : null),
        MemoryReservation = MemoryReservation ?? Lifted(before.MemoryReservation),
        Pids = Pids ?? Lifted(before.Pids),
    };

    private static long? Lifted(long? before) => before is null ? null : 0;

    private static double? Lifted(double? before) => before is null ? null : 0;

    /// <summary>Refuse a memory limit below what is in use, rather than let the kernel kill for it (runtime-spec checkBeforeUpdate).</summary>
    public bool CheckBeforeUpdate { get; init; } = true;
}
