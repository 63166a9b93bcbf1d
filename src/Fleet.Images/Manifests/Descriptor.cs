using System.Text.Json;
using Fleet.Images.Content;

namespace Fleet.Images.Manifests;

/// <summary>Points at a blob (image-spec descriptor.md).</summary>
/// <param name="MediaType">May be empty: it is optional in what it points at, and lies now and then.</param>
/// <param name="Digest">Checked to be a sha256 digest.</param>
/// <param name="Size">In bytes; -1 where it is not known.</param>
/// <param name="Platform">Null where an index does not say.</param>
internal sealed record Descriptor(string MediaType, string Digest, long Size, Platform? Platform = null)
{
    /// <summary>org.opencontainers.image.ref.name, or empty.</summary>
    internal string RefName { get; init; } = "";

    internal static Descriptor Parse(JsonElement json, string of)
    {
        string? digest = json.Text("digest");
        _ = Content.Digest.Hex(digest, of);
        long size = json.Number("size") ?? -1;
        if (size < 0)
            throw new ImageException(ImageProblem.Invalid, $"{of} ({digest}) is announced without a size");
        JsonElement? platform = json.Object("platform");
        return new Descriptor(json.Text("mediaType") ?? "", digest!, size, platform is { } p ? ParsePlatform(p) : null)
        {
            RefName = json.Object("annotations")?.Text("org.opencontainers.image.ref.name") ?? "",
        };
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", MediaType);
        json.WriteString("digest", Digest);
        json.WriteNumber("size", Size);
        if (RefName.Length > 0)
        {
            json.WriteStartObject("annotations");
            json.WriteString("org.opencontainers.image.ref.name", RefName);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Platform ParsePlatform(JsonElement p) =>
        new(p.Text("os") ?? "", p.Text("architecture") ?? "", p.Text("variant") ?? "");
}
