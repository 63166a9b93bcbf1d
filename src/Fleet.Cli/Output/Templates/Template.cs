using System.Text;
using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary>
/// The part of Go's text/template that docker's users write after <c>--format</c>: <c>{{.A.B}}</c>, <c>{{json .}}</c>,
/// <c>{{range .Mounts}}...{{end}}</c>, <c>{{if}}</c>, <c>index</c>, <c>len</c>, <c>join</c>, pipes and variables.
/// </summary>
internal sealed class Template
{
    private readonly IReadOnlyList<TemplateNode> _nodes;

    private Template(IReadOnlyList<TemplateNode> nodes) => _nodes = nodes;

    /// <exception cref="TemplateException">It is none; says where.</exception>
    public static Template Parse(string text) => new(new TemplateParser(text).Parse());

    /// <exception cref="TemplateException">It names something that the value does not have.</exception>
    public string Render(JsonNode? value)
    {
        var to = new StringBuilder();
        var scope = new TemplateScope(value, null);
        foreach (var node in _nodes)
        {
            node.Write(scope, to);
        }

        return to.ToString();
    }
}

/// <summary>The template makes no sense, or not for this value.</summary>
internal sealed class TemplateException(string message) : CommandLine.UsageException($"--format: {message}");
