namespace Fleet.Containers.Spec;

/// <summary>What is executed, as whom (runtime-spec config.md, "Process").</summary>
public sealed record ProcessSpec
{
    public bool Terminal { get; init; }
    public ConsoleSize? ConsoleSize { get; init; }
    public string Cwd { get; init => field = value ?? "/"; } = "/";
    public IReadOnlyList<string> Env { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Args { get; init => field = value ?? []; } = [];
    public UserSpec User { get; init => field = value ?? new(); } = new();
    public IReadOnlyList<RlimitSpec> Rlimits { get; init => field = value ?? []; } = [];
    public CapabilitiesSpec? Capabilities { get; init; }
    public bool NoNewPrivileges { get; init; }
    public int? OomScoreAdj { get; init; }
}

/// <summary>Rows and columns of a terminal.</summary>
public sealed record ConsoleSize(uint Height, uint Width);

public sealed record UserSpec
{
    public uint Uid { get; init; }
    public uint Gid { get; init; }
    public uint? Umask { get; init; }
    public IReadOnlyList<uint> AdditionalGids { get; init => field = value ?? []; } = [];

    /// <summary>Not of the specification: further groups by name, looked up in the container's own /etc/group.</summary>
    public IReadOnlyList<string> AdditionalGroups { get; init => field = value ?? []; } = [];

    /// <summary>Not of the specification for Linux: a user as in an image's config (<c>name</c>, <c>uid:gid</c>, <c>name:group</c>),
    /// resolved in the container's own passwd and group; when set, it goes before the numbers.</summary>
    public string? Username { get; init; }
}

/// <param name="Type"><c>RLIMIT_NOFILE</c> and so on (getrlimit(2)).</param>
public sealed record RlimitSpec(string Type, ulong Soft, ulong Hard);

/// <summary>Names such as <c>CAP_CHOWN</c> (capabilities(7)).</summary>
public sealed record CapabilitiesSpec
{
    public IReadOnlyList<string> Bounding { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Effective { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Permitted { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Inheritable { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Ambient { get; init => field = value ?? []; } = [];

    /// <summary>The same names in bounding, effective and permitted, none inheritable or ambient: as docker starts its containers.</summary>
    public static CapabilitiesSpec Of(IReadOnlyList<string> names) => new() { Bounding = names, Effective = names, Permitted = names };
}
