namespace Fleet.Model;

public enum MountType
{
    /// <summary>A file or folder of the node.</summary>
    Bind,

    /// <summary>A named volume of the node; an empty name asks for an anonymous one that goes with the container.</summary>
    Volume,

    Tmpfs,
}

/// <summary>Something mounted into a container at <see cref="Target"/>, an absolute path other than "/".</summary>
public sealed record MountSpec(MountType Type, string Source, string Target, bool ReadOnly = false)
{
    /// <summary>Volume: do not copy the image's content into the volume when it is new and empty.</summary>
    public bool NoCopy { get; init; }

    /// <summary>Tmpfs: its size in bytes; 0 for the kernel's default (half of the memory).</summary>
    public long TmpfsBytes { get; init; }
}
