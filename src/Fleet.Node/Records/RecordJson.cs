using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Node.Records;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    Converters = [typeof(AllocationIdConverter)])]
[JsonSerializable(typeof(AllocationRecord))]
[JsonSerializable(typeof(ContainerLimits))]
internal sealed partial class RecordJson : JsonSerializerContext;
