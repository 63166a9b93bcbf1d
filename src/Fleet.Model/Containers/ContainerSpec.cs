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

    /// <summary>One of its own: uid 0 inside is an unprivileged uid outside.</summary>
    Private,
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

    public ImmutableArray<MountSpec> Mounts { get; init; } = [];

    public ContainerLimits Limits { get; init; } = new();

    public ImmutableArray<Ulimit> Ulimits { get; init; } = [];

    public bool ReadOnlyRootfs { get; init; }

    public NetworkMode Network { get; init; }

    public UserNamespaceMode UserNamespace { get; init; }

    /// <summary>Names with or without CAP_, or ALL.</summary>
    public ImmutableArray<string> CapAdd { get; init; } = [];

    public ImmutableArray<string> CapDrop { get; init; } = [];

    /// <summary>HOST[:CONTAINER[:rwm]].</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    public bool NoNewPrivileges { get; init; }

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

    /// <summary>How many log files are kept, the current one among them (1 to 1000); 0: as the node is set, by default 4.</summary>
    public int LogMaxFiles { get; init; }
}
