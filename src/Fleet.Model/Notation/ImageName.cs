namespace Fleet.Model.Notation;

/// <summary>
/// The syntax of image references, <c>[REGISTRY/]NAME[:TAG][@DIGEST]</c> (distribution/reference, and the OCI distribution
/// specification on names, tags and digests). Whether such an image exists is another room's question.
/// </summary>
public static class ImageName
{
    /// <summary>What is wrong with the reference, or null.</summary>
    public static string? Fault(string reference)
    {
        if (reference.Length == 0)
        {
            return "no image is given (write NAME[:TAG] or NAME@sha256:...)";
        }

        int at = reference.IndexOf('@', StringComparison.Ordinal);
        string digest = at < 0 ? "" : reference[(at + 1)..];
        string rest = at < 0 ? reference : reference[..at];
        if (at < 0 && IsDigest(reference))
        {
            return null;
        }

        int colon = rest.LastIndexOf(':');
        bool tagged = colon > rest.LastIndexOf('/');
        string tag = tagged ? rest[(colon + 1)..] : "";
        string name = tagged ? rest[..colon] : rest;
        return at >= 0 && !IsDigest(digest) ? $"'{reference}': '{digest}' is not a digest (sha256: and 64 hexadecimal digits)"
            : tagged && !IsTag(tag) ? $"'{reference}': '{tag}' is not a tag (1 to 128 of letters, digits, '_', '.' and '-')"
            : name.Length == 0 ? $"'{reference}' lacks a name (write NAME[:TAG])"
            : name.Length > 255 ? $"the image name has {name.Length} characters (at most 255)"
            : NameFault(reference, name.Split('/'));
    }

    private static string? NameFault(string reference, string[] parts)
    {
        bool registry = parts.Length > 1 && (parts[0].Contains('.', StringComparison.Ordinal) || parts[0].Contains(':', StringComparison.Ordinal) || parts[0] == "localhost");
        foreach (string part in parts.Skip(registry ? 1 : 0))
        {
            if (part.Any(char.IsAsciiLetterUpper))
            {
                return $"'{reference}': an image name has no capital letters (write {reference.ToLowerInvariant()})";
            }

            bool good = part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1])
                && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
            if (!good)
            {
                return $"'{reference}': '{part}' is not a part of an image name (a-z, 0-9, and '.', '_' or '-' between them)";
            }
        }

        return null;
    }

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= 128 && tag[0] is not ('.' or '-') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsDigest(string digest) =>
        (digest.StartsWith("sha256:", StringComparison.Ordinal) && IsHex(digest.AsSpan(7), 64))
        || (digest.StartsWith("sha512:", StringComparison.Ordinal) && IsHex(digest.AsSpan(7), 128));

    private static bool IsHex(ReadOnlySpan<char> text, int length) => text.Length == length && text.IndexOfAnyExcept(Characters.LowerHex) < 0;
}
