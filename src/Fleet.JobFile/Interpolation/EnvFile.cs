using System.Text;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Interpolation;

/// <summary>
/// The lines of an <c>env_file</c>: <c>KEY=VALUE</c>, <c>export KEY=VALUE</c>, <c>KEY</c> alone for the caller's own value, blank
/// lines and comments. Values in single quotes are taken as they are; in double quotes \n, \t, \r, \" and \\ are escapes; variables
/// are replaced unless in single quotes; <c> #</c> after an unquoted value begins a comment. Quoted values may span lines.
/// </summary>
internal sealed class EnvFile(string text, Func<string, string?> variable, Action<int, string> fault, Action<int, string> warn)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _at;
    private int _line = 1;

    public IReadOnlyDictionary<string, string> Read()
    {
        while (_at < text.Length)
        {
            int line = _line;
            ReadLine(line);
        }

        return _values;
    }

    private void ReadLine(int line)
    {
        int end = EndOfLine();
        int equals = text.IndexOf('=', _at, end - _at);
        string name = text[_at..(equals < 0 ? end : equals)].Trim();
        name = name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].Trim() : name;
        if ((name.Length == 0 && equals < 0) || name.StartsWith('#'))
        {
            SkipTo(end + 1);
        }
        else if (equals < 0)
        {
            if (variable(name) is string own)
            {
                _values[name] = own;
            }

            SkipTo(end + 1);
        }
        else
        {
            string value = Value(equals + 1, end, line);
            string? wrong = EnvironmentText.NameFault(name) ?? (name.Any(char.IsWhiteSpace) ? $"the variable name '{name}' holds a blank" : null);
            if (wrong is not null)
            {
                fault(line, wrong);
                return;
            }

            _values[name] = value;
        }
    }

    private string Value(int start, int end, int line)
    {
        while (start < end && (text[start] is ' ' or '\t'))
        {
            start++;
        }

        if (start < end && (text[start] is '"' or '\''))
        {
            return Quoted(start, line);
        }

        string value = text[start..end];
        int comment = value.IndexOf(" #", StringComparison.Ordinal);
        SkipTo(end + 1);
        return Expand(value.StartsWith('#') ? "" : (comment < 0 ? value : value[..comment]).Trim(), line);
    }

    private string Quoted(int start, int line)
    {
        char quote = text[start];
        var value = new StringBuilder();
        int i = start + 1;
        for (; i < text.Length && text[i] != quote; i++)
        {
            bool escape = quote == '"' && text[i] == '\\' && i + 1 < text.Length;
            value.Append(escape ? Escaped(text[++i]) : text[i].ToString());
        }

        if (i >= text.Length)
        {
            fault(line, $"the value begins with {quote} and never ends");
            SkipTo(text.Length);
            return "";
        }

        SkipTo(i);
        SkipTo(EndOfLine() + 1);
        return quote == '\'' ? value.ToString() : Expand(value.ToString(), line);
    }

    private static string Escaped(char c) => c switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '$' => "$$",
        '"' or '\\' => c.ToString(),
        _ => "\\" + c,
    };

    private string Expand(string value, int line) =>
        new Interpolator(name => variable(name) ?? _values.GetValueOrDefault(name), message => fault(line, message), message => warn(line, message)).Expand(value);

    private int EndOfLine()
    {
        int end = text.IndexOf('\n', _at);
        return end < 0 ? text.Length : end;
    }

    private void SkipTo(int to)
    {
        for (; _at < Math.Min(to, text.Length); _at++)
        {
            _line += text[_at] == '\n' ? 1 : 0;
        }
    }
}
