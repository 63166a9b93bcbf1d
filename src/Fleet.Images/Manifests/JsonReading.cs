using System.Collections.Immutable;
using System.Text.Json;

namespace Fleet.Images.Manifests;

/// <summary>Reading of JSON that others wrote: what is missing, null or of another type is absent, never a crash.</summary>
internal static class JsonReading
{
    /// <summary>The document's object.</summary>
    /// <exception cref="ImageException">Not JSON, or not an object; <paramref name="what"/> names it.</exception>
    internal static JsonElement ParseObject(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ImageException(ImageProblem.Invalid, $"{what} is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new ImageException(ImageProblem.Invalid, $"{what} is not JSON: {e.Message}", e);
        }
    }

    internal static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : null;

    internal static JsonElement? Object(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    internal static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    internal static long? Number(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>Null if it is not an array.</summary>
    internal static ImmutableArray<JsonElement>? Array(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : null;

    internal static ImmutableArray<string> Texts(this JsonElement json, string name) =>
        json.Array(name) is { } values ? [.. values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)] : [];

    /// <summary>The keys of an object, as ExposedPorts and Volumes have them.</summary>
    internal static ImmutableArray<string> Keys(this JsonElement json, string name) =>
        json.Object(name) is { } value ? [.. value.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)] : [];
}
