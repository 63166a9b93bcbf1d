using System.Text;

namespace Fleet.JobFile.Interpolation;

/// <summary>
/// Compose's variables in texts: <c>$VAR</c>, <c>${VAR}</c>, <c>${VAR:-default}</c> and <c>${VAR-default}</c>,
/// <c>${VAR:?message}</c> and <c>${VAR?message}</c>, <c>${VAR:+other}</c> and <c>${VAR+other}</c>, <c>$$</c> for a dollar sign.
/// With the colon an empty variable counts as not set. Defaults may hold variables themselves.
/// </summary>
internal sealed class Interpolator(Func<string, string?> variable, Action<string> fault, Action<string> warn)
{
    private const int MaxDepth = 20;

    public string Expand(string text) => text.Contains('$', StringComparison.Ordinal) ? Expand(text, depth: 0) : text;

    private string Expand(string text, int depth)
    {
        if (depth > MaxDepth)
        {
            fault("the variables are nested too deeply");
            return "";
        }

        var result = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            int dollar = text.IndexOf('$', at);
            if (dollar < 0)
            {
                break;
            }

            result.Append(text, at, dollar - at);
            at = dollar + 1;
            result.Append(One(text, ref at, depth));
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    // Stands after the dollar sign.
    private string One(string text, ref int at, int depth)
    {
        if (at < text.Length && text[at] == '$')
        {
            at++;
            return "$";
        }

        bool braced = at < text.Length && text[at] == '{';
        int start = braced ? at + 1 : at;
        int end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        if (end == start)
        {
            fault($"'{Around(text, at - 1)}' is not a variable (write ${{NAME}}, or $$ for a dollar sign)");
            return "";
        }

        string name = text[start..end];
        at = end;
        return braced ? Braced(text, name, ref at, depth) : variable(name) ?? NotSet(name);
    }

    private string Braced(string text, string name, ref int at, int depth)
    {
        int close = ClosingBrace(text, at);
        if (close < 0)
        {
            at = text.Length;
            fault($"'${{{name}' lacks its closing brace");
            return "";
        }

        string rest = text[at..close];
        at = close + 1;
        string? value = variable(name);
        if (rest.Length == 0)
        {
            return value ?? NotSet(name);
        }

        int sign = rest[0] == ':' ? 1 : 0;
        string word = rest.Length > sign ? rest[(sign + 1)..] : "";
        bool set = value is not null && !(sign == 1 && value.Length == 0);
        switch (rest.Length > sign ? rest[sign] : '\0')
        {
            case '-':
                return set ? value! : Expand(word, depth + 1);
            case '+':
                return set ? Expand(word, depth + 1) : "";
            case '?':
                if (!set)
                {
                    string why = Expand(word, depth + 1);
                    fault($"the variable {name} must be set{(why.Length > 0 ? ": " + why : "")} (set it in the environment)");
                }

                return value ?? "";
            default:
                fault($"'${{{name}{rest}}}' is not understood (known are :- - :? ? :+ + after the name)");
                return "";
        }
    }

    private string NotSet(string name)
    {
        warn($"the variable {name} is not set; an empty text is taken (write ${{{name}:-default}} for another)");
        return "";
    }

    private static int ClosingBrace(string text, int from)
    {
        int open = 1;
        for (int i = from; i < text.Length; i++)
        {
            open += text[i] == '}' ? -1 : text[i] == '{' && text[i - 1] == '$' ? 1 : 0;
            if (open == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Around(string text, int at) => text.Substring(at, Math.Min(8, text.Length - at));
}
