using System.Text.Json.Serialization;

namespace Fleet.Containers.Spec;

/// <summary>
/// A container's config.json as of the OCI runtime specification 1.2, in the parts that Fleet honours; what else a file holds
/// is ignored. A record: defaults come from <see cref="RuntimeSpecDefaults"/>, changes by <c>with</c>.
/// </summary>
public sealed record RuntimeSpec
{
    public string OciVersion { get; init; } = "1.2.0";
    public ProcessSpec? Process { get; init; }
    public RootSpec? Root { get; init; }
    public string? Hostname { get; init; }
    public string? Domainname { get; init; }
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];
    public LinuxSpec Linux { get; init; } = new();
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}

public sealed record RootSpec
{
    public string Path { get; init; } = "rootfs";
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
    public IReadOnlyList<string> Options { get; init; } = [];
}
