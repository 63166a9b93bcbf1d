using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Json;

/// <summary><c>{"cpu": 0.5, "memory": 67108864, "pids": 64}</c>: CPU in cores, memory in bytes.</summary>
internal sealed class ResourcesConverter : JsonConverter<Resources>
{
    public override Resources Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = default(Resources);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "cpu": read = read with { MilliCpu = Cores.ToMilli(reader.GetDecimal()) }; break;
                case "memory": read = read with { MemoryBytes = reader.GetInt64() }; break;
                case "pids": read = read with { Pids = reader.GetInt64() }; break;
                default: reader.Skip(); break;
            }
        }

        return read;
    }

    public override void Write(Utf8JsonWriter writer, Resources value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("cpu", Cores.FromMilli(value.MilliCpu));
        writer.WriteNumber("memory", value.MemoryBytes);
        writer.WriteNumber("pids", value.Pids);
        writer.WriteEndObject();
    }
}
