namespace Fleet.Agent.Configuration;

/// <summary>A key of a HOCON text, by its whole path, and the line it stands on (from 1).</summary>
internal sealed record HoconKey(string Path, int Line, bool IsGroup);

/// <summary>Something that Akka's parser would read without a word, or fail at without a line.</summary>
internal sealed record HoconFault(int Line, string Message);

/// <summary>
/// Walks a HOCON text only to find the lines of its keys and what is wrong with its shape: Akka's parser, which reads the
/// values, keeps no positions and lets a missing brace pass.
/// </summary>
internal sealed class HoconKeys
{
    private readonly string _text;
    private readonly List<HoconKey> _keys = [];
    private readonly List<HoconFault> _faults = [];
    private int _at;
    private int _line = 1;

    private HoconKeys(string text) => _text = text;

    public static (IReadOnlyList<HoconKey> Keys, IReadOnlyList<HoconFault> Faults) In(string text)
    {
        var walk = new HoconKeys(text);
        walk.Members("", openedAt: 0);
        return (walk._keys, walk._faults);
    }

    private bool Ended => _at >= _text.Length;

    private char Here => _text[_at];

    private void Members(string prefix, int openedAt)
    {
        while (true)
        {
            SkipBlanks();
            if (Ended)
            {
                FaultIf(openedAt > 0, openedAt, $"the '{{' of '{prefix}' is never closed (add a '}}' at its end)");
                return;
            }

            if (Here == '}')
            {
                Step();
                if (openedAt > 0)
                {
                    return;
                }

                FaultIf(true, _line, "this '}' closes nothing (remove it, or add the '{' it belongs to)");
                continue;
            }

            Member(prefix);
        }
    }

    private void Member(string prefix)
    {
        int line = _line;
        string key = KeyText();
        if (key.Length == 0)
        {
            FaultIf(true, line, Ended ? "the file ends within a setting" : $"'{Here}' stands where a setting's name should");
            SkipLine();
            return;
        }

        if (key.StartsWith("include ", StringComparison.Ordinal))
        {
            FaultIf(true, line, "include is not supported (put all settings into one file)");
            SkipLine();
            return;
        }

        string path = prefix.Length == 0 ? key : $"{prefix}.{key}";
        if (!Ended && Here == '{')
        {
            Group(path, line);
            return;
        }

        if (Ended || Here is not ('=' or ':'))
        {
            FaultIf(true, line, $"'{path}' has no value (write {key} = VALUE)");
            return;
        }

        Step();
        Value(path, line);
    }

    private void Group(string path, int line)
    {
        _keys.Add(new HoconKey(path, line, IsGroup: true));
        Step();
        Members(path, line);
    }

    private void Value(string path, int line)
    {
        SkipSpaces();
        if (!Ended && Here == '{')
        {
            Group(path, line);
            return;
        }

        _keys.Add(new HoconKey(path, line, IsGroup: false));
        int start = _at;
        while (!Ended && Here is not ('\n' or ',' or '}' or ']' or '#') && !At("//"))
        {
            Piece(path);
        }

        FaultIf(_text[start.._at].Trim().Length == 0, line, $"'{path}' has no value");
    }

    private void Piece(string path)
    {
        if (At("${"))
        {
            FaultIf(true, _line, $"'{path}': ${{...}} is not supported (Fleet lays the environment variables over the file itself)");
            SkipLine();
        }
        else if (Here == '"')
        {
            Quoted();
        }
        else if (Here == '[')
        {
            Array(path);
        }
        else if (Here == '{')
        {
            FaultIf(true, _line, $"'{path}': a group cannot follow a value");
            Group(path, _line);
        }
        else
        {
            Step();
        }
    }

    private void Array(string path)
    {
        int opened = _line;
        Step();
        while (true)
        {
            SkipBlanks();
            if (Ended || Here is '}' or '=')
            {
                FaultIf(true, opened, $"the '[' of '{path}' is never closed (add a ']')");
                return;
            }

            if (Here == ']')
            {
                Step();
                return;
            }

            Piece(path);
        }
    }

    // Up to the sign after the key, with its quotes dropped; dots within quotes are the key's own.
    private string KeyText()
    {
        int start = _at;
        while (!Ended && Here is not ('=' or ':' or '{' or '}' or '\n' or ',' or '[' or ']' or '#') && !At("//"))
        {
            if (Here == '"')
            {
                Quoted();
            }
            else
            {
                Step();
            }
        }

        string text = _text[start.._at].Trim();
        return text.EndsWith('+') ? text[..^1].TrimEnd() : text.Replace("\"", "", StringComparison.Ordinal);
    }

    private void Quoted()
    {
        int opened = _line;
        string end = At("\"\"\"") ? "\"\"\"" : "\"";
        Step(end.Length);
        while (!Ended && !At(end) && (end.Length == 3 || Here != '\n'))
        {
            Step(Here == '\\' && end.Length == 1 ? 2 : 1);
        }

        FaultIf(Ended || !At(end), opened, "a quoted text is never closed (add a '\"')");
        if (At(end))
        {
            Step(end.Length);
        }
    }

    private void SkipBlanks()
    {
        while (!Ended && (char.IsWhiteSpace(Here) || Here == ',' || Here == '#' || At("//")))
        {
            if (Here == '#' || At("//"))
            {
                SkipLine();
            }
            else
            {
                Step();
            }
        }
    }

    private void SkipSpaces()
    {
        while (!Ended && (Here is ' ' or '\t'))
        {
            Step();
        }
    }

    private void SkipLine()
    {
        while (!Ended && Here != '\n')
        {
            Step();
        }
    }

    private bool At(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private void Step(int count = 1)
    {
        for (; count > 0 && !Ended; count--)
        {
            _line += Here == '\n' ? 1 : 0;
            _at++;
        }
    }

    private void FaultIf(bool faulty, int line, string message)
    {
        if (faulty)
        {
            _faults.Add(new HoconFault(line, message));
        }
    }
}
