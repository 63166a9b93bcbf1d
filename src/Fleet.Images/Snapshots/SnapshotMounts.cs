using System.Collections.Immutable;

namespace Fleet.Images.Snapshots;

/// <summary>What makes a container's root, to be mounted in this order in its own mount namespace.</summary>
public sealed record SnapshotMounts(ImmutableArray<SnapshotMount> Mounts)
{
    /// <summary>The folder that holds all unpacked layers, for one idmapped clone of it (user namespaces).</summary>
    public string LayersFolder { get; init; } = "";

    /// <summary>Folder names of the layers, relative to <see cref="LayersFolder"/>, the uppermost first (overlay's order).</summary>
    public ImmutableArray<string> LowerFolders { get; init; } = [];

    /// <summary>The writable layer's folder, absolute; empty for a view.</summary>
    public string UpperFolder { get; init; } = "";

    /// <summary>Overlay's work folder, absolute; empty for a view.</summary>
    public string WorkFolder { get; init; } = "";
}

/// <summary>One mount.</summary>
/// <param name="Type">The file system: <c>overlay</c>.</param>
/// <param name="Source">As shown in the mount table.</param>
/// <param name="Target">Below the container's root: <c>/</c>.</param>
/// <param name="Options">The file system's own options, one each; joined by commas they fit into one page (4096 bytes).</param>
/// <param name="WorkingFolder">
/// Must be the current folder at mount(2): the names in lowerdir, upperdir and workdir are relative to it, else 151 layers would
/// not fit, nor a root folder with a comma in its path.
/// </param>
public sealed record SnapshotMount(string Type, string Source, string Target, ImmutableArray<string> Options, string WorkingFolder);
