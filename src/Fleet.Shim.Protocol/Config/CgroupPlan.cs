namespace Fleet.Shim.Protocol;

/// <summary>Where the container's processes are counted. The agent has made the groups and set their limits.</summary>
public sealed record CgroupPlan
{
    /// <summary>True: <see cref="Folders"/> is one folder of the unified hierarchy. False: one per hierarchy of version 1.</summary>
    public bool Unified { get; init; }

    /// <summary>Absolute folders of the container's group; empty to stay in the shim's.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>
    /// Absolute folders of the leaf that the shim itself enters: with <see cref="Unified"/> before anything else, otherwise (the v2
    /// hierarchy of a mixed machine, which limits nothing) when it has nothing else to do. Empty to stay where the agent started it.
    /// </summary>
    public IReadOnlyList<string> ShimFolders { get; init; } = [];

    /// <summary>A file with a line <c>oom_kill N</c>: memory.events of version 2, memory.oom_control of version 1; empty for none.</summary>
    public string OomCounter { get; init; } = "";

    /// <summary>What a mount of type <see cref="MountPlan.Cgroup"/> shows, version 1 only.</summary>
    public IReadOnlyList<CgroupView> Views { get; init; } = [];
}

/// <summary>
/// A hierarchy of version 1 inside the container: folder <paramref name="Name"/> (<c>cpu,cpuacct</c>), mounted with
/// <paramref name="Options"/> (<c>cpu,cpuacct</c>, <c>name=systemd</c>), and further names as links to it (<c>cpu</c>, <c>cpuacct</c>).
/// A container in the host's cgroup namespace gets <paramref name="Folder"/>, the group on the host, bound there instead.
/// </summary>
public sealed record CgroupView(string Name, string Options, IReadOnlyList<string> Links, string Folder = "");
