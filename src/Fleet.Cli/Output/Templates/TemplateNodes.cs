using System.Text;
using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary>What the dot is, and the variables around it.</summary>
internal sealed class TemplateScope(JsonNode? dot, TemplateScope? outer)
{
    private readonly Dictionary<string, JsonNode?> _variables = [];

    public JsonNode? Dot => dot;

    public JsonNode? Root => outer is null ? dot : outer.Root;

    public void Set(string name, JsonNode? value) => _variables[name] = value;

    public JsonNode? Variable(string name) => _variables.TryGetValue(name, out var value) ? value
        : outer is not null ? outer.Variable(name)
        : name == "$" ? dot
        : throw new TemplateException($"there is no variable {name}");
}

/// <summary>A piece of a template.</summary>
internal abstract class TemplateNode
{
    public abstract void Write(TemplateScope scope, StringBuilder to);

    protected static void WriteAll(IReadOnlyList<TemplateNode> nodes, TemplateScope scope, StringBuilder to)
    {
        foreach (var node in nodes)
        {
            node.Write(scope, to);
        }
    }
}

internal sealed class TextNode(string text) : TemplateNode
{
    public override void Write(TemplateScope scope, StringBuilder to) => to.Append(text);
}

internal sealed class ValueNode(TemplateExpression expression) : TemplateNode
{
    public override void Write(TemplateScope scope, StringBuilder to) => to.Append(TemplateValues.Text(expression.Value(scope)));
}

internal sealed class IfNode(TemplateExpression condition, IReadOnlyList<TemplateNode> then, IReadOnlyList<TemplateNode> otherwise) : TemplateNode
{
    public override void Write(TemplateScope scope, StringBuilder to) =>
        WriteAll(TemplateValues.IsTrue(condition.Value(scope)) ? then : otherwise, new TemplateScope(scope.Dot, scope), to);
}

/// <summary>Over a list's items or an object's members (in the order of their names, as Go does).</summary>
internal sealed class RangeNode(
    TemplateExpression over, string? key, string? value, IReadOnlyList<TemplateNode> body, IReadOnlyList<TemplateNode> otherwise) : TemplateNode
{
    public override void Write(TemplateScope scope, StringBuilder to)
    {
        var items = Items(over.Value(scope)).ToList();
        foreach (var (name, item) in items)
        {
            var inner = new TemplateScope(item, scope);
            if (key is not null)
            {
                inner.Set(key, name);
            }

            if (value is not null)
            {
                inner.Set(value, item);
            }

            WriteAll(body, inner, to);
        }

        if (items.Count == 0)
        {
            WriteAll(otherwise, scope, to);
        }
    }

    private static IEnumerable<(JsonNode? Key, JsonNode? Item)> Items(JsonNode? value) => value switch
    {
        null => [],
        JsonArray array => array.Select((item, index) => ((JsonNode?)JsonValue.Create(index), item)),
        JsonObject members => members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => ((JsonNode?)JsonValue.Create(m.Key), m.Value)),
        _ => throw new TemplateException($"range goes over a list or an object, not over {value.ToJsonString()}"),
    };
}
