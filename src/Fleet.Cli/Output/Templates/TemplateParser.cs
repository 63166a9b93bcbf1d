namespace Fleet.Cli.Output.Templates;

/// <summary>From text to nodes, by descent: blocks here, what has a value in <see cref="ExpressionParser"/>.</summary>
internal sealed class TemplateParser(string text)
{
    private int _at;

    public IReadOnlyList<TemplateNode> Parse()
    {
        var nodes = Block(out string? end);
        return end is null ? nodes : throw new TemplateException($"{{{{{end}}}}} stands alone");
    }

    /// <param name="end"><c>end</c> or <c>else</c>, by which it ended; null at the end of the text.</param>
    private List<TemplateNode> Block(out string? end)
    {
        var nodes = new List<TemplateNode>();
        while (_at < text.Length)
        {
            int open = text.IndexOf("{{", _at, StringComparison.Ordinal);
            string before = open < 0 ? text[_at..] : text[_at..open];
            if (open < 0)
            {
                nodes.Add(new TextNode(before));
                break;
            }

            string action = Action(open, ref before);
            nodes.Add(new TextNode(before));
            if (action is "end" or "else")
            {
                end = action;
                return nodes;
            }

            if (action.Length > 0 && !action.StartsWith("/*", StringComparison.Ordinal))
            {
                nodes.Add(Node(action));
            }
        }

        _at = text.Length;
        end = null;
        return nodes;
    }

    /// <summary>The text between the braces; a hyphen inside of one trims the blanks outside of it.</summary>
    private string Action(int open, ref string before)
    {
        int close = text.IndexOf("}}", open, StringComparison.Ordinal);
        if (close < 0)
        {
            throw new TemplateException($"'{text[open..]}' is not closed by }}}}");
        }

        string action = text[(open + 2)..close];
        _at = close + 2;
        if (action.StartsWith("- ", StringComparison.Ordinal))
        {
            action = action[1..];
            before = before.TrimEnd();
        }

        if (action.EndsWith(" -", StringComparison.Ordinal))
        {
            action = action[..^1];
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        return action.Trim();
    }

    private TemplateNode Node(string action)
    {
        string word = action.Split(' ', 2)[0];
        string rest = action[word.Length..].Trim();
        switch (word)
        {
            case "if":
                var condition = ExpressionParser.Parse(rest);
                var (then, otherwise) = Branches(word);
                return new IfNode(condition, then, otherwise);
            case "range":
                var (key, value, over) = Range(rest);
                var (body, empty) = Branches(word);
                return new RangeNode(ExpressionParser.Parse(over), key, value, body, empty);
            default:
                return new ValueNode(ExpressionParser.Parse(action));
        }
    }

    private (List<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) Branches(string word)
    {
        var body = Block(out string? end);
        IReadOnlyList<TemplateNode> otherwise = end == "else" ? Block(out end) : [];
        return end == "end" ? (body, otherwise) : throw new TemplateException($"{{{{{word}}}}} has no {{{{end}}}}");
    }

    /// <summary><c>$key, $value := .List</c>, <c>$value := .List</c> or <c>.List</c>.</summary>
    private static (string? Key, string? Value, string Over) Range(string rest)
    {
        string[] sides = rest.Split(":=", 2);
        if (sides.Length == 1)
        {
            return (null, null, rest);
        }

        string[] names = sides[0].Split(',', StringSplitOptions.TrimEntries);
        return names.Length == 1 ? (null, names[0], sides[1]) : (names[0], names[1], sides[1]);
    }
}
