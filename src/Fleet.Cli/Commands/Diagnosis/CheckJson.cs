using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Api.Contracts.Json;
using Fleet.Linux.Machine.Checks;

namespace Fleet.Cli.Commands.Diagnosis;

/// <summary>The answer of <c>fleet check --format json</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, Converters = [typeof(LowerCaseEnum<CheckState>)])]
[JsonSerializable(typeof(IReadOnlyList<MachineCheck>))]
internal sealed partial class CheckJson : JsonSerializerContext;
