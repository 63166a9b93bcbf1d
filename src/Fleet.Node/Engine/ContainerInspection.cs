using Fleet.Containers.Looking;
using Fleet.Model;

namespace Fleet.Node.Engine;

/// <summary>Everything there is to know of one container.</summary>
public sealed record ContainerInspection
{
    public required ContainerView View { get; init; }

    /// <summary>As the user gave it.</summary>
    public required ContainerSpec Spec { get; init; }

    public required RestartRule Restart { get; init; }

    public bool AutoRemove { get; init; }

    /// <summary>Command line with the image's part, environment and so on: what is executed.</summary>
    public required ProcessView Process { get; init; }

    public ImageSettings Image { get; init; } = new();

    public IReadOnlyList<MountView> Mounts { get; init; } = [];

    /// <summary>What it is made of: namespaces, groups, rights.</summary>
    public required ContainerFacts Facts { get; init; }

    /// <summary>Whose a joined namespace is: the kind (<c>net</c>) to the container's name.</summary>
    public IReadOnlyDictionary<string, string> JoinedFrom { get; init; } = new Dictionary<string, string>();

    /// <summary>The uppermost first.</summary>
    public IReadOnlyList<LayerView> Layers { get; init; } = [];

    public string Hostname { get; init; } = "";

    /// <summary>The container's folder, with log, specification and exit record.</summary>
    public string Folder { get; init; } = "";

    public string LogPath { get; init; } = "";

    /// <summary>Named ports of the node that a job's allocation was given.</summary>
    public IReadOnlyList<AssignedPort> Ports { get; init; } = [];

    /// <summary>Null for a local user's.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>First host id and count of the user namespace's range; null when it uses the node's.</summary>
    public IdRange? UserRange { get; init; }
}

public sealed record IdRange(uint First, uint Count);

public sealed record ProcessView(
    IReadOnlyList<string> Args, IReadOnlyList<string> Env, string WorkingDirectory, string User, bool Terminal, string StopSignal,
    IReadOnlyList<string> Capabilities);

/// <param name="Source">A path of the node; empty for tmpfs.</param>
/// <param name="Name">The volume's; empty for others.</param>
public sealed record MountView(MountType Type, string Name, string Source, string Target, bool ReadOnly);

/// <param name="DiffId">Of the unpacked archive; empty for the writable layer.</param>
/// <param name="Bytes">Of the writable layer on disk; of an image's as it travels.</param>
public sealed record LayerView(bool Writable, string DiffId, long Bytes, string Folder);
