using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Api.Contracts.Json;

/// <summary>Enum members by name in camelCase: <c>running</c>, <c>jobAccepted</c>. Numbers are refused.</summary>
public sealed class LowerCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
