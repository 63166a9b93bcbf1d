namespace Fleet.Images;

/// <summary>What kind of thing went wrong with an image, for those who must decide (exit code, HTTP status, try again or not).</summary>
public enum ImageProblem
{
    /// <summary>No image, volume, file or reference of that name.</summary>
    NotFound,

    /// <summary>A prefix or a layout that fits several images.</summary>
    Ambiguous,

    /// <summary>A malformed reference, manifest, archive or layer.</summary>
    Invalid,

    /// <summary>Content that does not have the digest or size it was announced with.</summary>
    WrongContent,

    /// <summary>The index offers no entry for this machine.</summary>
    NoPlatform,

    /// <summary>Still used by a container.</summary>
    InUse,

    /// <summary>The registry wants a login, or refuses this one.</summary>
    Denied,

    /// <summary>No registry or peer answered; worth another try later.</summary>
    Unreachable,

    /// <summary>The disk is full, or the kernel refused.</summary>
    Storage,
}

/// <summary>An image, layer or volume that cannot be had: what failed, on what, why, and what to do.</summary>
public sealed class ImageException : IOException
{
    public ImageException(ImageProblem problem, string message, Exception? inner = null) : base(message, inner) => Problem = problem;

    public ImageProblem Problem { get; }
}
