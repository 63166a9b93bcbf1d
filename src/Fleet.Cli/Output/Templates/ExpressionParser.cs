using System.Text.Json.Nodes;

namespace Fleet.Cli.Output.Templates;

/// <summary><c>.A.B</c>, <c>json .A</c>, <c>(index .List 0).Name</c>, <c>.A | json</c>.</summary>
internal sealed class ExpressionParser
{
    private readonly List<string> _words;
    private readonly string _text;
    private int _at;

    private ExpressionParser(string text) => (_text, _words) = (text, TemplateWords.Of(text));

    public static TemplateExpression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        var expression = parser.Pipe();
        return parser._at == parser._words.Count ? expression : throw parser.Nonsense();
    }

    private string? Next => _at < _words.Count ? _words[_at] : null;

    private TemplateExpression Pipe()
    {
        var value = Call(null);
        while (Next == "|")
        {
            _at++;
            value = Call(value);
        }

        return value;
    }

    /// <param name="piped">What a pipe hands on, as the last argument; null for none.</param>
    private TemplateExpression Call(TemplateExpression? piped)
    {
        if (Next is not { } name || !TemplateFunctions.IsKnown(name))
        {
            return piped is null ? Operand() : throw new TemplateException($"'{_text}': behind | stands a function");
        }

        _at++;
        var arguments = new List<TemplateExpression>();
        while (Next is not (null or ")" or "|"))
        {
            arguments.Add(Operand());
        }

        return new CallExpression(name, piped is null ? arguments : [.. arguments, piped]);
    }

    private TemplateExpression Operand()
    {
        string word = Next ?? throw Nonsense();
        _at++;
        TemplateExpression value;
        switch (word[0])
        {
            case '(':
                value = Pipe();
                if (Next != ")")
                {
                    throw Nonsense();
                }

                _at++;
                return Next is ['.', _, ..] && _words[_at - 1] == ")" && IsGlued() ? Fields(value, _words[_at++]) : value;
            case '.':
                return Fields(new DotExpression(), word);
            case '$':
                int dot = word.IndexOf('.');
                value = new VariableExpression(dot < 0 ? word : word[..dot]);
                return dot < 0 ? value : Fields(value, word[dot..]);
            case '"':
                return new LiteralExpression(JsonValue.Create(word[1..]));
            default:
                return word is "true" or "false" ? new LiteralExpression(JsonValue.Create(word == "true"))
                    : long.TryParse(word, out long number) ? new LiteralExpression(JsonValue.Create(number))
                    : throw new TemplateException($"'{_text}': {word} is not known; fields begin with a dot ({{{{.Name}}}})");
        }
    }

    // "(x).Name" reads on into x; "f (x) .Name" has two arguments.
    private bool IsGlued() => _text.Contains(")" + _words[_at], StringComparison.Ordinal);

    private TemplateExpression Fields(TemplateExpression of, string path)
    {
        foreach (string name in path.Split('.').Skip(1).Where(name => name.Length > 0))
        {
            of = new FieldExpression(of, name);
        }

        return path.Contains("..", StringComparison.Ordinal) ? throw Nonsense() : of;
    }

    private TemplateException Nonsense() => new($"'{_text}' makes no sense");
}
