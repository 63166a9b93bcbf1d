using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Node.Records;

/// <summary>As its 16 digits, which are also the name of its folder.</summary>
internal sealed class AllocationIdConverter : JsonConverter<AllocationId>
{
    public override AllocationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AllocationId.TryParse(reader.GetString() ?? "", out var id) ? id : throw new JsonException("not an allocation's id");

    public override void Write(Utf8JsonWriter writer, AllocationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
