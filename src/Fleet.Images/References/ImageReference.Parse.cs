using System.Text.RegularExpressions;

namespace Fleet.Images.References;

public sealed partial record ImageReference
{
    [GeneratedRegex("^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$")]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$")]
    private static partial Regex RegistryPattern();

    /// <summary>Reads a reference; without tag and digest the tag is <c>latest</c>.</summary>
    /// <exception cref="ImageException"><see cref="ImageProblem.Invalid"/> says which part is wrong and how it should look.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out string error) ?? throw new ImageException(ImageProblem.Invalid, $"\"{text}\" is not an image name: {error}");

    /// <summary>Null if it is none.</summary>
    public static ImageReference? TryParse(string text) => TryParse(text, out _);

    private static ImageReference? TryParse(string text, out string error)
    {
        error = "";
        string rest = text, digest = "", tag = "";
        int at = rest.IndexOf('@');
        if (at >= 0)
        {
            (rest, digest) = (rest[..at], rest[(at + 1)..]);
            if (!Content.Digest.IsValid(digest))
                return Fail(out error, $"\"{digest}\" is not a digest (sha256: and 64 hexadecimal digits)");
        }

        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
            if (!TagPattern().IsMatch(tag))
                return Fail(out error, $"\"{tag}\" is not a tag (letters, digits, \"_\", \".\" and \"-\", at most 128, not starting with \".\" or \"-\")");
        }

        (string registry, string repository) = Split(rest);
        if (registry.Length > 0 && !RegistryPattern().IsMatch(registry))
            return Fail(out error, $"\"{registry}\" is not a registry's host and port");
        if (repository.Length == 0)
            return Fail(out error, "the name is empty");
        if (!RepositoryPattern().IsMatch(repository))
        {
            return Fail(out error, repository.Any(char.IsAsciiLetterUpper) && RepositoryPattern().IsMatch(repository.ToLowerInvariant())
                ? $"\"{repository}\" must be in lower case"
                : $"\"{repository}\" must be words of lower-case letters and digits joined by \".\", \"_\", \"__\", \"-\" or \"/\"");
        }

        if (registry.Length + repository.Length > 255)
            return Fail(out error, "the name is longer than 255 characters");
        return new ImageReference(registry, repository, tag.Length == 0 && digest.Length == 0 ? "latest" : tag, digest);
    }

    private static (string Registry, string Repository) Split(string name)
    {
        int slash = name.IndexOf('/');
        if (slash < 0)
            return ("", name);
        string first = name[..slash];
        return first.Contains('.') || first.Contains(':') || first == "localhost"
            ? (first, name[(slash + 1)..])
            : ("", name);
    }

    private static ImageReference? Fail(out string error, string why)
    {
        error = why;
        return null;
    }
}
