namespace Fleet.Containers.Spec;

/// <summary>cgroup limits in the specification's form (v1's terms; what they mean on v2 is Fleet.Linux.Cgroups' business).</summary>
public sealed record ResourcesSpec
{
    /// <summary>Null: Fleet's default list; empty is not "none" but, as in the specification, the default as well.</summary>
    public IReadOnlyList<DeviceRuleSpec>? Devices { get; init; }
    public MemorySpec? Memory { get; init; }
    public CpuSpec? Cpu { get; init; }
    public PidsSpec? Pids { get; init; }
    public BlockIoSpec? BlockIO { get; init; }
}

public sealed record DeviceRuleSpec(bool Allow, string? Type = null, long? Major = null, long? Minor = null, string? Access = null);

/// <summary>Bytes; -1 for unlimited. <c>Swap</c> is memory and swap together.</summary>
public sealed record MemorySpec
{
    public long? Limit { get; init; }
    public long? Reservation { get; init; }
    public long? Swap { get; init; }
    public bool? CheckBeforeUpdate { get; init; }
}

/// <summary>Quota and period in microseconds.</summary>
public sealed record CpuSpec
{
    public ulong? Shares { get; init; }
    public long? Quota { get; init; }
    public ulong? Period { get; init; }
    public string? Cpus { get; init; }
    public string? Mems { get; init; }
}

public sealed record PidsSpec(long Limit);

public sealed record BlockIoSpec
{
    public ushort? Weight { get; init; }
    public IReadOnlyList<ThrottleSpec> ThrottleReadBpsDevice { get; init => field = value ?? []; } = [];
    public IReadOnlyList<ThrottleSpec> ThrottleWriteBpsDevice { get; init => field = value ?? []; } = [];
    public IReadOnlyList<ThrottleSpec> ThrottleReadIOPSDevice { get; init => field = value ?? []; } = [];
    public IReadOnlyList<ThrottleSpec> ThrottleWriteIOPSDevice { get; init => field = value ?? []; } = [];
}

public sealed record ThrottleSpec(long Major, long Minor, ulong Rate);
