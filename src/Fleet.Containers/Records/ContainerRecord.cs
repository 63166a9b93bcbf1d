using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Linux.Files;

namespace Fleet.Containers.Records;

/// <summary>What the agent must know about a container that its shim's files do not say. Written before anything else is made.</summary>
/// <param name="RunId">The start that this record belongs to.</param>
/// <param name="Cgroup">The container's group.</param>
/// <param name="BootId">The boot in which it was started.</param>
/// <param name="OwnNetwork">It has a network namespace, whose links can be counted.</param>
/// <param name="MadeAt">When its making began; null in records of before this was written down.</param>
internal sealed record ContainerRecord(string RunId, string Cgroup, string BootId, bool OwnNetwork, DateTimeOffset? MadeAt = null)
{
    public void Write(string path) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Default.ContainerRecord));

    public static ContainerRecord? TryRead(string path) => RecordJson.TryRead(path, RecordJson.Default.ContainerRecord);
}

/// <summary>The end of a container that nobody saw, written down once so that it does not change with every look.</summary>
/// <param name="NeverRan">Known for sure.</param>
internal sealed record LostRecord(string? RunId, DateTimeOffset NoticedAt, string Message, DateTimeOffset? StartedAt = null, bool NeverRan = false)
{
    public void Write(string path) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Default.LostRecord));

    public static LostRecord? TryRead(string path) => RecordJson.TryRead(path, RecordJson.Default.LostRecord);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ContainerRecord))]
[JsonSerializable(typeof(LostRecord))]
internal sealed partial class RecordJson : JsonSerializerContext
{
    /// <summary>Null when the file is not there or was never finished.</summary>
    public static T? TryRead<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
