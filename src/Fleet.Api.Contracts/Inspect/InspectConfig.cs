using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Inspect;

/// <summary>What it runs; docker's <c>Config</c>.</summary>
public sealed record InspectConfig
{
    public string Hostname { get; init; } = "";

    public string Domainname { get; init; } = "";

    public string User { get; init; } = "";

    public bool Tty { get; init; }

    public bool OpenStdin { get; init; }

    public ImmutableArray<string> Env { get; init; } = [];

    public ImmutableArray<string> Cmd { get; init; } = [];

    /// <summary>As the user wrote it.</summary>
    public string Image { get; init; } = "";

    public string WorkingDir { get; init; } = "";

    public ImmutableArray<string> Entrypoint { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string StopSignal { get; init; } = "";

    /// <summary>Seconds.</summary>
    public double StopTimeout { get; init; }
}

/// <summary>What was asked of the engine; docker's <c>HostConfig</c>. What the kernel makes of the limits stands in <see cref="InspectInfo.Cgroups"/>.</summary>
public sealed record InspectHostConfig
{
    public ImmutableArray<string> Binds { get; init; } = [];

    public required InspectLogConfig LogConfig { get; init; }

    public string NetworkMode { get; init; } = "";

    public required InspectRestartPolicy RestartPolicy { get; init; }

    public bool AutoRemove { get; init; }

    public ImmutableArray<string> CapAdd { get; init; } = [];

    public ImmutableArray<string> CapDrop { get; init; } = [];

    public ImmutableArray<string> Dns { get; init; } = [];

    public ImmutableArray<string> DnsOptions { get; init; } = [];

    public ImmutableArray<string> DnsSearch { get; init; } = [];

    /// <summary>NAME:ADDRESS.</summary>
    public ImmutableArray<string> ExtraHosts { get; init; } = [];

    public ImmutableArray<string> GroupAdd { get; init; } = [];

    public bool Init { get; init; }

    public int OomScoreAdj { get; init; }

    public bool Privileged { get; init; }

    public string UsernsMode { get; init; } = "";

    public bool ReadonlyRootfs { get; init; }

    public ImmutableArray<string> SecurityOpt { get; init; } = [];

    /// <summary>Bytes.</summary>
    public long ShmSize { get; init; }

    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where, and with which options of mount(8).</summary>
    public IReadOnlyDictionary<string, string> Tmpfs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>0 for the default.</summary>
    public int BlkioWeight { get; init; }

    /// <summary>Bytes a second.</summary>
    public ImmutableArray<InspectRate> BlkioDeviceReadBps { get; init; } = [];

    public ImmutableArray<InspectRate> BlkioDeviceWriteBps { get; init; } = [];

    /// <summary>Operations a second.</summary>
    public ImmutableArray<InspectRate> BlkioDeviceReadIOps { get; init; } = [];

    public ImmutableArray<InspectRate> BlkioDeviceWriteIOps { get; init; } = [];

    public long CpuShares { get; init; }

    /// <summary>Microseconds; 0: not said.</summary>
    public long CpuPeriod { get; init; }

    public long CpuQuota { get; init; }

    /// <summary>Bytes; 0 for no limit.</summary>
    public long Memory { get; init; }

    /// <summary>0 for no quota.</summary>
    public long NanoCpus { get; init; }

    public string CpusetCpus { get; init; } = "";

    public string CpusetMems { get; init; } = "";

    public long MemoryReservation { get; init; }

    /// <summary>Memory and swap together; 0: not said, -1: unlimited swap.</summary>
    public long MemorySwap { get; init; }

    /// <summary>Null for no limit.</summary>
    public long? PidsLimit { get; init; }

    public ImmutableArray<InspectUlimit> Ulimits { get; init; } = [];

    public ImmutableArray<InspectDevice> Devices { get; init; } = [];

    public ImmutableArray<string> DeviceCgroupRules { get; init; } = [];

    public ImmutableArray<string> MaskedPaths { get; init; } = [];

    public ImmutableArray<string> ReadonlyPaths { get; init; } = [];
}

public sealed record InspectLogConfig(string Type, IReadOnlyDictionary<string, string> Config);

public sealed record InspectRestartPolicy(string Name, int MaximumRetryCount);

public sealed record InspectRate(string Path, long Rate);

public sealed record InspectDevice(string PathOnHost, string PathInContainer, string CgroupPermissions);

public sealed record InspectUlimit(string Name, long Hard, long Soft);

/// <param name="Source">A path of the node; empty for a tmpfs.</param>
/// <param name="RW">May be written to.</param>
public sealed record InspectMount(string Type, string Name, string Source, string Destination, bool RW);

public sealed record InspectNetwork
{
    public string IPAddress { get; init; } = "";

    public IReadOnlyDictionary<string, InspectEndpoint> Networks { get; init; } = ImmutableSortedDictionary<string, InspectEndpoint>.Empty;

    /// <summary>Named ports of the node that a job's allocation was given: NAME/PROTOCOL to where it listens.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<InspectPort>> Ports { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<InspectPort>>.Empty;
}

public sealed record InspectEndpoint(string IPAddress);

public sealed record InspectPort(string HostIp, string HostPort);
