using Fleet.Linux.Files;

namespace Fleet.Images.Archives;

/// <summary>What becomes of owners, names and attributes.</summary>
public sealed record UnpackOptions
{
    /// <summary>From the archive's uid and gid to those on disk; null: whoever unpacks.</summary>
    public Func<uint, uint, (uint Uid, uint Gid)?> Owner { get; init; } = (_, _) => null;

    /// <summary>Another name for the first part of all names; from "." all gets one more part in front.</summary>
    public (string From, string To)? Rename { get; init; }

    /// <summary>Called with each folder that was there before something is put into it, and with those above it.</summary>
    public Action<OwnedFd>? Adopt { get; init; }

    /// <summary>Extended attributes, file capabilities among them.</summary>
    public bool SetXattrs { get; init; }
}
