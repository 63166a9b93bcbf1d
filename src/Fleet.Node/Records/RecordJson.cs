using System.Text.Json.Serialization;

namespace Fleet.Node.Records;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    Converters = [typeof(AllocationIdConverter)])]
[JsonSerializable(typeof(AllocationRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
