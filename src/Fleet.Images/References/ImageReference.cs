namespace Fleet.Images.References;

/// <summary>
/// The name of an image in docker's grammar (distribution/reference): <c>[REGISTRY/]PATH[:TAG][@sha256:DIGEST]</c>.
/// A registry is there only if the first component holds a dot or a colon or is <c>localhost</c>.
/// </summary>
/// <param name="Registry">Host and port, or empty.</param>
/// <param name="Repository">The path without the registry: <c>library/busybox</c>.</param>
/// <param name="Tag">Never empty unless there is a digest: <c>latest</c> by default.</param>
/// <param name="Digest"><c>sha256:…</c>, or empty.</param>
public sealed partial record ImageReference(string Registry, string Repository, string Tag, string Digest)
{
    /// <summary>The name without tag and digest.</summary>
    public string Name => Registry.Length == 0 ? Repository : $"{Registry}/{Repository}";

    /// <summary>The full name under which an image is kept: NAME:TAG, or NAME@DIGEST where there is no tag.</summary>
    public override string ToString() =>
        Name + (Tag.Length > 0 ? ":" + Tag : "") + (Digest.Length > 0 ? "@" + Digest : "");
}
