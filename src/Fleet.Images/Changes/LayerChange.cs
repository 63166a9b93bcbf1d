namespace Fleet.Images.Changes;

/// <summary>What became of a name, as docker's diff has it.</summary>
public enum ChangeKind
{
    /// <summary>C: it differs, or something below it does.</summary>
    Changed,

    /// <summary>A: the image does not have it.</summary>
    Added,

    /// <summary>D: the image has it, the container no more.</summary>
    Deleted,
}

/// <param name="Kind">What happened.</param>
/// <param name="Path">Absolute, as the container sees it; bytes that are no UTF-8 are shown by a replacement character.</param>
public sealed record LayerChange(ChangeKind Kind, string Path);
