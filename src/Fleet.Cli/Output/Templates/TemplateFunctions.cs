using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary>The functions of docker's templates that make sense here.</summary>
internal static class TemplateFunctions
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsKnown(string name) =>
        name is "json" or "len" or "index" or "join" or "lower" or "upper" or "println" or "print" or "eq" or "ne" or "not" or "and" or "or";

    public static JsonNode? Call(string name, JsonNode?[] values) => name switch
    {
        "json" => Json(One(name, values)),
        "len" => Length(One(name, values)),
        "index" => values.Skip(1).Aggregate(values.FirstOrDefault(), Index),
        "join" when values is [JsonArray list, var separator] => string.Join(TemplateValues.Text(separator), list.Select(TemplateValues.Text)),
        "lower" => TemplateValues.Text(One(name, values)).ToLowerInvariant(),
        "upper" => TemplateValues.Text(One(name, values)).ToUpperInvariant(),
        "println" => string.Join(' ', values.Select(TemplateValues.Text)) + "\n",
        "print" => string.Concat(values.Select(TemplateValues.Text)),
        "eq" when values.Length > 1 => values.Skip(1).Any(other => JsonNode.DeepEquals(values[0], other)),
        "ne" when values.Length == 2 => !JsonNode.DeepEquals(values[0], values[1]),
        "not" => !TemplateValues.IsTrue(One(name, values)),
        "and" when values.Length > 0 => values.FirstOrDefault(v => !TemplateValues.IsTrue(v), values[^1]),
        "or" when values.Length > 0 => values.FirstOrDefault(TemplateValues.IsTrue, values[^1]),
        _ => throw new TemplateException($"{name} is not used like this: it was given {values.Length} values"),
    };

    private static JsonNode? One(string name, JsonNode?[] values) =>
        values.Length == 1 ? values[0] : throw new TemplateException($"{name} takes one value, not {values.Length}");

    private static JsonNode Json(JsonNode? value) => value?.ToJsonString(Plain) ?? "null";

    private static JsonNode Length(JsonNode? value) => value switch
    {
        null => 0,
        JsonArray list => list.Count,
        JsonObject members => members.Count,
        _ => TemplateValues.Text(value).Length,
    };

    private static JsonNode? Index(JsonNode? value, JsonNode? key) => value switch
    {
        null => null,
        JsonObject members => members[TemplateValues.Text(key)],
        JsonArray list when int.TryParse(TemplateValues.Text(key), out int at) && at >= 0 && at < list.Count => list[at],
        JsonArray list => throw new TemplateException($"index {TemplateValues.Text(key)} is not in a list of {list.Count}"),
        _ => throw new TemplateException($"index looks into lists and objects, not into {value.ToJsonString()}"),
    };
}
