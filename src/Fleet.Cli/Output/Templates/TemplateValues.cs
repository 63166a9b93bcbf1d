using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary>Values as Go prints and judges them.</summary>
internal static class TemplateValues
{
    public static string Text(JsonNode? value) => value switch
    {
        null => "<no value>",
        JsonArray list => $"[{string.Join(' ', list.Select(Text))}]",
        JsonObject members => $"map[{string.Join(' ', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Text(m.Value)}"))}]",
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject members => members.Count > 0,
        _ => Text(value) is not ("" or "false" or "0"),
    };
}
