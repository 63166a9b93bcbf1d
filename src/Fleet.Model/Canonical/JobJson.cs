using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Model;

/// <summary>A job as JSON in the model's own terms, for the wire between Fleet's programs; users write <c>Fleet.JobFile</c>'s shape.</summary>
public static class JobJson
{
    public static byte[] Write(Job job) => JsonSerializer.SerializeToUtf8Bytes(job, JobJsonContext.Default.Job);

    /// <exception cref="JsonException">The text is not a job that <see cref="Write"/> could have made.</exception>
    public static Job Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, JobJsonContext.Default.Job) ?? throw new JsonException("the job is null");
}

/// <summary>Generated at build time, so that native AOT programs can use it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobJsonContext : JsonSerializerContext;
