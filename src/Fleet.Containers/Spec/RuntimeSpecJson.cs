using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Containers.Spec;

/// <summary>config.json to and from <see cref="RuntimeSpec"/>, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RuntimeSpec))]
public sealed partial class RuntimeSpecJson : JsonSerializerContext
{
    /// <exception cref="SpecException">Not JSON, or a value of the wrong kind; the message names the place.</exception>
    public static RuntimeSpec Read(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, Default.RuntimeSpec) ?? throw new SpecException([$"{path}: is null"]);
        }
        catch (JsonException e)
        {
            throw new SpecException([$"{path}: {e.Path ?? "$"}: {e.Message}"]);
        }
    }

    public static byte[] Write(RuntimeSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, Default.RuntimeSpec);
}
