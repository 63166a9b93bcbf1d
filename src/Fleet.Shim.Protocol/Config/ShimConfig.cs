namespace Fleet.Shim.Protocol;

/// <summary>
/// All that a shim needs to make and run one container: what the agent decided, with nothing left to look up but the
/// names of users. Relative paths start at the container's state folder. <see cref="ShimConfigFormat"/> is its form on disk.
/// </summary>
public sealed record ShimConfig
{
    public required string Id { get; init; }

    /// <summary>Names this start of the container. State and exit record repeat it, so that an older exit is never taken for this one's.</summary>
    public required string RunId { get; init; }

    /// <summary>The UTS namespace's host name; empty leaves the host's.</summary>
    public string Hostname { get; init; } = "";

    public string Domainname { get; init; } = "";

    public required ProcessPlan Process { get; init; }

    /// <summary>Exit code and reaping by a PID 1 of the shim's own, which passes signals on (docker's <c>--init</c>).</summary>
    public bool Init { get; init; }

    /// <summary>
    /// In the order in which they are made. The first must have target <c>/</c> and is the root; all later targets are
    /// resolved inside it. See <see cref="MountPlan"/> and <see cref="StandardMounts"/>.
    /// </summary>
    public required IReadOnlyList<MountPlan> Mounts { get; init; }

    public bool ReadOnlyRoot { get; init; }

    public IReadOnlyList<string> MaskedPaths { get; init; } = [];

    public IReadOnlyList<string> ReadOnlyPaths { get; init; } = [];

    /// <summary>Device nodes beside the standard ones (null, zero, full, random, urandom, tty), made when /dev is a tmpfs.</summary>
    public IReadOnlyList<DevicePlan> Devices { get; init; } = [];

    /// <summary>Which namespaces are new and which are joined. A kind that is not listed is the host's.</summary>
    public IReadOnlyList<NamespacePlan> Namespaces { get; init; } = NamespacePlan.AllNew;

    /// <summary>For <see cref="NamespaceKind.User"/>; empty otherwise.</summary>
    public IReadOnlyList<IdMapping> UidMappings { get; init; } = [];

    public IReadOnlyList<IdMapping> GidMappings { get; init; } = [];

    /// <summary>For a new <see cref="NamespaceKind.Time"/>: lines of /proc/PID/timens_offsets (time_namespaces(7)); empty otherwise.</summary>
    public string TimeOffsets { get; init; } = "";

    /// <summary>Kernel parameters as <c>net.ipv4.ip_forward</c>; the agent has checked that they belong to a new namespace.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sysctls { get; init; } = [];

    public CgroupPlan Cgroup { get; init; } = new();

    /// <summary>Instructions of the seccomp filter, compiled by the agent (array of struct sock_filter); empty for none.</summary>
    public byte[] Seccomp { get; init; } = [];

    public LogPlan Log { get; init; } = new();

    /// <summary>What to do when the agent stays silent.</summary>
    public DeadmanPlan Deadman { get; init; } = new();

    /// <summary>Seconds an attached client may leave its output unread before it loses output rather than hold the container up.</summary>
    public int SlowClientSeconds { get; init; } = 30;
}
