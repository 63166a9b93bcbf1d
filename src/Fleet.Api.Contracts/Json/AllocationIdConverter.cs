using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Json;

/// <summary>An allocation's id as its 16 hexadecimal digits.</summary>
internal sealed class AllocationIdConverter : JsonConverter<AllocationId>
{
    public override AllocationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AllocationId.TryParse(reader.GetString() ?? "", out var id) ? id
            : throw new JsonException("an allocation id is 16 hexadecimal digits");

    public override void Write(Utf8JsonWriter writer, AllocationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
