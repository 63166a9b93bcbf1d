namespace Fleet.Images.Unpacking;

/// <summary>What one layer says about those below it.</summary>
internal sealed class LayerPending
{
    /// <summary>Paths that are gone of the layers below.</summary>
    internal HashSet<string> Whiteouts { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders of which nothing below shows.</summary>
    internal HashSet<string> Opaque { get; } = new(StringComparer.Ordinal);

    /// <summary>Hard links to names that this layer does not have.</summary>
    internal List<PendingLink> Links { get; } = [];

    /// <summary>AUFS's own files.</summary>
    internal HashSet<string> Leftovers { get; } = new(StringComparer.Ordinal);

    /// <summary>The archive has an entry for the root itself.</summary>
    internal bool RootGiven { get; set; }
}

/// <param name="Path">Where the link goes.</param>
/// <param name="Target">What it should be a second name of.</param>
/// <param name="Entry">The entry's name as written, for messages.</param>
internal sealed record PendingLink(string Path, string Target, string Entry);
