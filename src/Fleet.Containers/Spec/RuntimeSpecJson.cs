using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Containers.Spec;

/// <summary>config.json to and from <see cref="RuntimeSpec"/>, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RuntimeSpec))]
[JsonSerializable(typeof(SeccompSpec))]
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

    /// <summary>A seccomp profile in a file of its own, docker's or the specification's.</summary>
    /// <exception cref="SpecException">As <see cref="Read"/>.</exception>
    public static SeccompSpec ReadSeccomp(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.SeccompSpec) ?? throw new SpecException(["the seccomp profile is null"]);
        }
        catch (JsonException e)
        {
            throw new SpecException([$"the seccomp profile cannot be read: {e.Path ?? "$"}: {e.Message}"]);
        }
    }

    public static byte[] Write(RuntimeSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, Default.RuntimeSpec);
}
