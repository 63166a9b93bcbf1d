using System.Collections.Immutable;

namespace Fleet.Model;

public enum NetworkMode
{
    /// <summary>A namespace of its own with nothing but loopback.</summary>
    None,

    /// <summary>The node's own.</summary>
    Host,
}

public enum UserNamespaceMode
{
    /// <summary>The node's own: uid 0 inside is uid 0 outside.</summary>
    Host,

    /// <summary>One of its own, with a range of the node's ids that no other container has: uid 0 inside is an unprivileged uid outside.</summary>
    Private,

    /// <summary>One of its own in which only uid 0 exists, and is one user of the node: <see cref="ContainerSpec.UserNamespaceUid"/>.</summary>
    Single,
}

/// <summary>One container as a user describes it; what is left out comes from the image or from the engine's defaults.</summary>
public sealed record ContainerSpec
{
    /// <summary>A reference (NAME[:TAG][@DIGEST]); always with its digest once a job was accepted.</summary>
    public required string Image { get; init; }

    /// <summary>Null: the image's own. Empty: none, and the image's Cmd is not taken either (as docker does).</summary>
    public ImmutableArray<string>? Entrypoint { get; init; }

    /// <summary>Empty: the image's own Cmd.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Laid over the image's Env.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>USER[:GROUP], by name or number; null: the image's.</summary>
    public string? User { get; init; }

    public ImmutableArray<string> AdditionalGroups { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    /// <summary>Null: the container's name or short id.</summary>
    public string? Hostname { get; init; }

    /// <summary>The NIS domain name (domainname(1)); null: the kernel's <c>(none)</c>.</summary>
    public string? Domainname { get; init; }

    public ImmutableArray<MountSpec> Mounts { get; init; } = [];

    /// <summary>Size of /dev/shm in bytes; 0: 64 MiB, as with docker.</summary>
    public long SharedMemoryBytes { get; init; }

    public ContainerLimits Limits { get; init; } = new();

    public ImmutableArray<Ulimit> Ulimits { get; init; } = [];

    public bool ReadOnlyRootfs { get; init; }

    public NetworkMode Network { get; init; }

    public UserNamespaceMode UserNamespace { get; init; }

    /// <summary>With <see cref="UserNamespaceMode.Single"/>: the node's user that root inside is; else 0.</summary>
    public uint UserNamespaceUid { get; init; }

    /// <summary>Namespaces that it shares with the node or with other containers, and its clocks.</summary>
    public NamespaceChoices Namespaces { get; init => field = value ?? new(); } = new();

    /// <summary>Names with or without CAP_, or ALL.</summary>
    public ImmutableArray<string> CapAdd { get; init; } = [];

    public ImmutableArray<string> CapDrop { get; init; } = [];

    /// <summary>HOST[:CONTAINER[:rwm]].</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Further rules for device nodes, as the kernel's devices.allow has them: <c>c 1:3 rwm</c>.</summary>
    public ImmutableArray<string> DeviceRules { get; init; } = [];

    public bool NoNewPrivileges { get; init; }

    /// <summary>Every capability and device, no filter, nothing masked or read-only: root of the node in all but its namespaces.</summary>
    public bool Privileged { get; init; }

    /// <summary>Null: Fleet's own filter; <see cref="SeccompUnconfined"/>; else a profile's JSON text, docker's form or the OCI specification's.</summary>
    public string? Seccomp { get; init; }

    public const string SeccompUnconfined = "unconfined";

    /// <summary>Kernel parameters of the container's own namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Which process goes first when memory runs out, -1000 (last) to 1000; null: as the agent's.</summary>
    public int? OomScoreAdjust { get; init; }

    /// <summary>An init of Fleet's own is PID 1: it passes signals on and reaps orphans.</summary>
    public bool Init { get; init; }

    /// <summary>Lines of /etc/hosts.</summary>
    public ImmutableArray<HostEntry> ExtraHosts { get; init; } = [];

    /// <summary>For /etc/resolv.conf, instead of the node's.</summary>
    public DnsSettings Dns { get; init; } = new();

    /// <summary>A name with or without SIG (also SIGRTMIN+3), or a number; null: the image's, else SIGTERM.</summary>
    public string? StopSignal { get; init; }

    /// <summary>From the stop signal to SIGKILL.</summary>
    public TimeSpan StopGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    public bool OpenStdin { get; init; }

    /// <summary>A pseudo-terminal instead of pipes.</summary>
    public bool Terminal { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the log file is rotated, in bytes (at least 4096); 0: as the node is set, by default at 256 MiB.</summary>
    public long LogMaxBytes { get; init; }

    /// <summary>Keep no log at all (docker's log driver <c>none</c>): output goes to who is attached.</summary>
    public bool NoLog { get; init; }

    /// <summary>How many log files are kept, the current one among them (1 to 1000); 0: as the node is set, by default 4.</summary>
    public int LogMaxFiles { get; init; }
}
