namespace Fleet.Model;

public enum MountType
{
    /// <summary>A file or folder of the node.</summary>
    Bind,

    /// <summary>A named volume of the node; an empty name asks for an anonymous one that goes with the container.</summary>
    Volume,

    Tmpfs,
}

/// <summary>What becomes of what is mounted below a bind's source.</summary>
public enum BindDepth
{
    /// <summary>It is seen as well, and read-only where the bind is.</summary>
    Whole,

    /// <summary>It is seen as well, and may be written even where the bind is read-only.</summary>
    Writable,

    /// <summary>It is not seen.</summary>
    Alone,
}

/// <summary>Something mounted into a container at <see cref="Target"/>, an absolute path other than "/".</summary>
public sealed record MountSpec(MountType Type, string Source, string Target, bool ReadOnly = false)
{
    /// <summary>Volume: do not copy the image's content into the volume when it is new and empty.</summary>
    public bool NoCopy { get; init; }

    /// <summary>
    /// In a user namespace: whether uid 0 inside is uid 0 on disk (an id-mapped mount). Null: for volumes and for folders that may be
    /// written to; a single file, and what is read-only, show the node's own owners.
    /// </summary>
    public bool? IdMapped { get; init; }

    /// <summary>Tmpfs: its size in bytes; 0 for the kernel's default (half of the memory).</summary>
    public long TmpfsBytes { get; init; }

    /// <summary>Tmpfs: permissions of its top folder, such as 0755; null: those of the folder it covers, else 01777.</summary>
    public int? TmpfsMode { get; init; }

    /// <summary>Tmpfs: mount(8)'s words beside size and mode, over the default <c>nosuid,nodev,noexec</c>.</summary>
    public string TmpfsOptions { get; init; } = "";

    /// <summary>Bind: its source must be there; else a folder is made, as docker's -v does.</summary>
    public bool MustExist { get; init; }

    /// <summary>Bind: <c>rprivate</c>, <c>rslave</c>, <c>rshared</c> or without the r; empty: rprivate.</summary>
    public string Propagation { get; init; } = "";

    public BindDepth Depth { get; init; }
}
