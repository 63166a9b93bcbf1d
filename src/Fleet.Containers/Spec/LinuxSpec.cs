namespace Fleet.Containers.Spec;

/// <summary>The part of config.json that is Linux's own (runtime-spec config-linux.md).</summary>
public sealed record LinuxSpec
{
    public IReadOnlyList<NamespaceSpec> Namespaces { get; init => field = value ?? []; } = [];
    public IReadOnlyList<IdMappingSpec> UidMappings { get; init => field = value ?? []; } = [];
    public IReadOnlyList<IdMappingSpec> GidMappings { get; init => field = value ?? []; } = [];
    /// <summary>For a new time namespace, by clock: <c>monotonic</c>, <c>boottime</c>.</summary>
    public IReadOnlyDictionary<string, TimeOffsetSpec> TimeOffsets { get; init => field = value ?? new Dictionary<string, TimeOffsetSpec>(); } = new Dictionary<string, TimeOffsetSpec>();
    public IReadOnlyList<DeviceSpec> Devices { get; init => field = value ?? []; } = [];
    public string? CgroupsPath { get; init; }
    public ResourcesSpec? Resources { get; init; }
    public string? RootfsPropagation { get; init; }

    /// <summary>Null: no filter at all. <see cref="RuntimeSpecDefaults"/> asks for Fleet's own.</summary>
    public SeccompSpec? Seccomp { get; init; }
    public IReadOnlyDictionary<string, string> Sysctl { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();
    public IReadOnlyList<string> MaskedPaths { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> ReadonlyPaths { get; init => field = value ?? []; } = [];
}

/// <param name="Type"><c>mount</c>, <c>pid</c>, <c>network</c>, <c>uts</c>, <c>ipc</c>, <c>user</c>, <c>cgroup</c>, <c>time</c>.</param>
/// <param name="Path">A namespace to join; null for a new one.</param>
public sealed record NamespaceSpec(string Type, string? Path = null);

/// <summary>Added to a clock of the host; the seconds may be negative.</summary>
public sealed record TimeOffsetSpec(long Secs, uint Nanosecs = 0);

public sealed record IdMappingSpec(uint ContainerID, uint HostID, uint Size);

/// <summary>A device node that the container finds in its /dev.</summary>
public sealed record DeviceSpec
{
    public required string Path { get; init; }

    /// <summary><c>c</c>, <c>b</c>, <c>u</c> or <c>p</c>.</summary>
    public required string Type { get; init; }
    public long Major { get; init; }
    public long Minor { get; init; }
    public uint? FileMode { get; init; }
    public uint? Uid { get; init; }
    public uint? Gid { get; init; }

    /// <summary>
    /// Not of the specification: the node's path on the host, where it is another than <see cref="Path"/>. In a user namespace no
    /// node can be made, so the host's is bound.
    /// </summary>
    public string? HostPath { get; init; }
}
