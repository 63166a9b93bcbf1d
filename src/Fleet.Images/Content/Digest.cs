using System.Buffers;
using System.Security.Cryptography;

namespace Fleet.Images.Content;

/// <summary>Content digests (image-spec descriptor.md, "Digests"): <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
public static class Digest
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public const string Prefix = "sha256:";

    public static bool IsValid(string? digest) =>
        digest is { Length: 71 } && digest.StartsWith(Prefix, StringComparison.Ordinal)
        && !digest.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits);

    /// <summary>The digits alone: a file's name.</summary>
    /// <exception cref="ImageException">Not a sha256 digest; <paramref name="of"/> says whose.</exception>
    public static string Hex(string? digest, string of) =>
        IsValid(digest)
            ? digest![Prefix.Length..]
            : throw new ImageException(ImageProblem.Invalid, $"the digest of {of} is \"{digest}\"; wanted is sha256: and 64 hexadecimal digits");

    public static string Of(ReadOnlySpan<byte> content) => Prefix + Convert.ToHexStringLower(SHA256.HashData(content));

    internal static string Take(IncrementalHash hash) => Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
}
