namespace Fleet.Shim.Protocol;

/// <summary>
/// One mount of the container's own mount namespace. <see cref="Type"/> is a file system of the kernel, or
/// <see cref="Bind"/> (the source alone), <see cref="RecursiveBind"/> (with what is mounted below it), or
/// <see cref="Cgroup"/> (the container's own group at the target, after <see cref="CgroupPlan.Views"/>).
/// </summary>
public sealed record MountPlan(string Type, string Source, string Target)
{
    public const string Bind = "bind";
    public const string RecursiveBind = "rbind";
    public const string Cgroup = "cgroup";
    public const string Overlay = "overlay";

    /// <summary>What another mount namespace, open at the source, has at the target: the /dev/shm of a container whose IPC namespace is joined.</summary>
    public const string Shared = "shared";

    /// <summary>MS_* of mount(2): RDONLY 1, NOSUID 2, NODEV 4, NOEXEC 8, ... For binds these are set on the new mount.</summary>
    public uint Flags { get; init; }

    /// <summary>Options for the file system, as mount(2)'s data: below one page.</summary>
    public string Data { get; init; } = "";

    /// <summary>Folder in which the mount is made, so that an overlay can name 150 layers relative to it within one page; empty for none.</summary>
    public string WorkingFolder { get; init; } = "";

    /// <summary>For <see cref="RecursiveBind"/>: <see cref="Flags"/> hold for everything below as well (mount_setattr(2), kernel 5.12).</summary>
    public bool RecursiveFlags { get; init; }

    /// <summary>MS_PRIVATE, MS_SLAVE, MS_SHARED (with MS_REC) or 0 for private.</summary>
    public uint Propagation { get; init; }

    /// <summary>Show files through the container's user namespace: uid 0 inside stays uid 0 on disk. Ignored without a user namespace; for binds and lower layers.</summary>
    public bool IdMapped { get; init; } = true;

    /// <summary>A missing target is made: a folder, or for a bind of a file an empty file.</summary>
    public bool CreateTarget { get; init; } = true;
}

/// <summary>A device node below /dev. <see cref="Type"/> is 'c', 'b' or 'p'.</summary>
public sealed record DevicePlan(string Path, char Type, uint Major, uint Minor, ushort Mode, uint Uid, uint Gid)
{
    /// <summary>The node on the host, which a container with its own user namespace gets bound; empty when it has the same path.</summary>
    public string HostPath { get; init; } = "";
}
