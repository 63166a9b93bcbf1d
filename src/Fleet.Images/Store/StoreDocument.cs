using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fleet.Images.Records;

namespace Fleet.Images.Store;

/// <summary>What the store keeps in <c>store.json</c>: all that is not content.</summary>
internal sealed record StoreDocument
{
    /// <summary>Of this format; a newer one is refused.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The number of the next layer folder; numbers are never used again.</summary>
    public long NextFolder { get; init; } = 1;

    public ImmutableArray<ImageRecord> Images { get; init; } = [];

    /// <summary>Layer folders by chain id.</summary>
    public ImmutableSortedDictionary<string, string> Folders { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Snapshot and volume records, one file each.</summary>
internal sealed record SnapshotDocument(string Id, string ImageDigest, DateTimeOffset Created, ImmutableArray<string> Chain);

internal sealed record VolumeDocument(string Name, DateTimeOffset Created, bool Anonymous, bool Filled, ImmutableArray<string> Users)
{
    /// <summary>Null in records of before there were labels.</summary>
    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StoreDocument))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(VolumeDocument))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    /// <summary>It is there and was written to its end; false for what a power cut left of it.</summary>
    internal static bool IsWhole(string file) => File.Exists(file) && File.ReadAllBytes(file) is [.., (byte)'}'];

    /// <summary>Reads a record.</summary>
    /// <exception cref="ImageException">It is not one; says which file, and what to move away.</exception>
    internal static T Read<T>(string file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), type) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new ImageException(
                ImageProblem.Invalid, $"the record {file} cannot be read ({e.Message}); move {Path.GetDirectoryName(file)} away to go on without what it holds", e);
        }
    }
}
