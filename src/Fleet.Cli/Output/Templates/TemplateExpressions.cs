using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary>What stands between the braces and has a value.</summary>
internal abstract class TemplateExpression
{
    public abstract JsonNode? Value(TemplateScope scope);
}

internal sealed class DotExpression : TemplateExpression
{
    public override JsonNode? Value(TemplateScope scope) => scope.Dot;
}

internal sealed class VariableExpression(string name) : TemplateExpression
{
    public override JsonNode? Value(TemplateScope scope) => name == "$" ? scope.Root : scope.Variable(name);
}

internal sealed class LiteralExpression(JsonNode? literal) : TemplateExpression
{
    public override JsonNode? Value(TemplateScope scope) => literal;
}

internal sealed class FieldExpression(TemplateExpression of, string name) : TemplateExpression
{
    public override JsonNode? Value(TemplateScope scope) => of.Value(scope) switch
    {
        null => null,
        JsonObject members when members.TryGetPropertyValue(name, out var value) => value,
        JsonObject members => throw new TemplateException($"there is no field {name}; there are {string.Join(", ", members.Select(m => m.Key))}"),
        var other => throw new TemplateException($"{other.ToJsonString()} has no fields, so there is no {name} in it"),
    };
}

internal sealed class CallExpression(string function, IReadOnlyList<TemplateExpression> arguments) : TemplateExpression
{
    public override JsonNode? Value(TemplateScope scope) => TemplateFunctions.Call(function, [.. arguments.Select(a => a.Value(scope))]);
}
