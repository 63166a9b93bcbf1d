namespace Fleet.Lifecycle.Scheduler;

/// <summary>As much of an image reference as the scheduler has to understand: [REGISTRY/]NAME[:TAG][@DIGEST], or a digest alone.</summary>
internal static class ImageReference
{
    public static bool HasDigest(string reference) =>
        reference.Contains('@', StringComparison.Ordinal)
        || reference.StartsWith("sha256:", StringComparison.Ordinal) && reference.Length == 71
        || reference.StartsWith("sha512:", StringComparison.Ordinal) && reference.Length == 135;

    /// <summary>The digest of a reference that has one.</summary>
    public static string DigestOf(string reference) => reference[(reference.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>With the tag that a name without one has.</summary>
    public static string Normalise(string reference) =>
        reference.LastIndexOf(':') > reference.LastIndexOf('/') ? reference : reference + ":latest";

    /// <summary>Its first part is a host, as docker tells hosts from names (distribution/reference).</summary>
    public static bool NamesRegistry(string reference)
    {
        int slash = reference.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return false;
        string first = reference[..slash];
        return first == "localhost" || first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal);
    }
}
