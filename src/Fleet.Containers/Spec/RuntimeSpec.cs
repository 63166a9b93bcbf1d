using System.Text.Json.Serialization;

namespace Fleet.Containers.Spec;

/// <summary>
/// A container's config.json as of the OCI runtime specification 1.2, in the parts that Fleet honours; what else a file holds
/// is ignored. A record: defaults come from <see cref="RuntimeSpecDefaults"/>, changes by <c>with</c>. What a file leaves out, or
/// gives as null, has its default: the setters see to it, since the JSON reader sets what is missing to null.
/// </summary>
public sealed record RuntimeSpec
{
    public string OciVersion { get; init => field = value ?? "1.2.0"; } = "1.2.0";
    public ProcessSpec? Process { get; init; }
    public RootSpec? Root { get; init; }
    public string? Hostname { get; init; }
    public string? Domainname { get; init; }
    public IReadOnlyList<MountSpec> Mounts { get; init => field = value ?? []; } = [];
    public LinuxSpec Linux { get; init => field = value ?? new(); } = new();
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();
}

public sealed record RootSpec
{
    public string Path { get; init => field = value ?? "rootfs"; } = "rootfs";
    public bool Readonly { get; init; }
}

/// <summary>A mount inside the container, made in the order of the list.</summary>
public sealed record MountSpec
{
    /// <summary>The absolute path in the container.</summary>
    public required string Destination { get; init; }

    /// <summary><c>proc</c>, <c>tmpfs</c>, ..., or <c>bind</c> (also meant by the options <c>bind</c> and <c>rbind</c>).</summary>
    public string? Type { get; init; }

    public string? Source { get; init; }

    /// <summary>As mount(8) has them, with <c>rbind</c>, <c>rro</c>, <c>rprivate</c> and the like.</summary>
    public IReadOnlyList<string> Options { get; init => field = value ?? []; } = [];
}
