using Fleet.Linux.Files;

namespace Fleet.Images.Changes;

/// <summary>One folder of a tree, as far as a comparison has to know it.</summary>
internal interface ILayerFolder : IDisposable
{
    /// <summary>Whether it hides all that the image has at its place (overlayfs.rst, "opaque directories").</summary>
    bool IsOpaque { get; }

    IReadOnlyList<byte[]> Names();

    /// <summary>Null when there is no such name (any more: a container may run).</summary>
    FileStatus? Status(byte[] name);

    /// <summary>The file capabilities of a name (security.capability); null when it has none.</summary>
    byte[]? Capabilities(byte[] name);

    /// <summary>Null when it is no folder, or none any more.</summary>
    ILayerFolder? Enter(byte[] name);
}
