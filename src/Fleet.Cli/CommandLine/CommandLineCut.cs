using System.CommandLine;
using System.CommandLine.Help;
using Fleet.Model.Notation;

namespace Fleet.Cli.CommandLine;

/// <summary>A command line made plain: what the parser gets, and what it must never see.</summary>
/// <param name="Tokens">Every option by its long name with its value attached; no clusters, no abbreviations.</param>
/// <param name="Tail">What follows IMAGE in run and NAME in exec.</param>
internal sealed record CutLine(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tail, Command Command);

/// <summary>
/// Cuts a command line where its options end, before System.CommandLine sees it. That parser looks for options everywhere, takes
/// the value of an option for another option where it looks like one, and has its own ideas of <c>-h</c> and <c>@x</c>; users of
/// docker expect getopt's ways: <c>-di</c>, <c>-eK=V</c>, <c>-m=64m</c>, <c>--memory-swap -1</c>.
/// </summary>
internal sealed class CommandLineCut
{
    private readonly IReadOnlyList<string> _words;
    private readonly List<string> _tokens = [];
    private Command _command;
    private int _next;

    private CommandLineCut(Command root, IReadOnlyList<string> words) => (_command, _words) = (root, words);

    /// <exception cref="CutException">An unknown option or command, or an option without its value.</exception>
    public static CutLine Cut(Command root, IReadOnlyList<string> words) => new CommandLineCut(root, words).Cut();

    private CutLine Cut()
    {
        while (_next < _words.Count)
        {
            string word = _words[_next++];
            if (word == "--")
            {
                return Positional(afterDashes: true);
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                Long(word);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                Cluster(word);
            }
            else if (_command.Subcommands.FirstOrDefault(c => c.Name == word || c.Aliases.Contains(word)) is { } sub)
            {
                _command = sub;
                _tokens.Add(word);
            }
            else if (_command.Arguments.Count == 0 && _command.Subcommands.Count > 0)
            {
                throw new CutException(_command, $"there is no command '{word}'{Suggestion.DidYouMean(word, _command.Subcommands.Select(c => c.Name))}");
            }
            else
            {
                _tokens.Add(word);
                if (_command is FleetCommand { EndsOptionsAtFirstArgument: true })
                {
                    return Ended();
                }
            }
        }

        return Ended();
    }

    // After "--" nothing is an option; the first word of run and exec is still IMAGE or NAME.
    private CutLine Positional(bool afterDashes)
    {
        if (afterDashes && _next < _words.Count)
        {
            _tokens.Add("--");
        }

        int count = _command is FleetCommand { EndsOptionsAtFirstArgument: true } ? Math.Min(1, _words.Count - _next) : _words.Count - _next;
        for (; count > 0; count--)
        {
            _tokens.Add(_words[_next++]);
        }

        return Ended();
    }

    private CutLine Ended() => new(_tokens, [.. _words.Skip(_next)], _command);

    private void Long(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals];
        var option = Find(name)
            ?? throw new CutException(_command, $"there is no option {name}{Suggestion.DidYouMean(name, Known().Select(o => o.Name))}");
        Add(option, name, equals < 0 ? null : word[(equals + 1)..]);
    }

    private void Cluster(string word)
    {
        for (int i = 1; i < word.Length; i++)
        {
            string name = "-" + word[i];
            var option = Find(name) ?? (name is "-h" or "-?" ? Find("--help") : null)
                ?? throw new CutException(_command, word.Length == 2 ? $"there is no option {name}" : $"there is no option {name} (in {word})");
            if (TakesValue(option))
            {
                string rest = word[(i + 1)..];
                Add(option, name, rest.Length == 0 ? null : rest.StartsWith('=') ? rest[1..] : rest);
                return;
            }

            Add(option, name, null);
        }
    }

    private void Add(Option option, string asWritten, string? value)
    {
        if (!TakesValue(option))
        {
            if (value is not (null or "true" or "false"))
            {
                throw new CutException(_command, $"{asWritten} is a switch: it takes no value other than true or false, not '{value}'");
            }

            _tokens.Add(value is null ? option.Name : $"{option.Name}={value}");
            return;
        }

        value ??= _next < _words.Count ? _words[_next++] : throw new CutException(_command, $"{asWritten} needs a value");
        if (value.Length > 0)
        {
            _tokens.Add($"{option.Name}={value}");
        }
        else
        {
            // The parser drops an attached value that is empty; a word of its own it keeps.
            _tokens.Add(option.Name);
            _tokens.Add("");
        }
    }

    private static bool TakesValue(Option option) =>
        option is not HelpOption and not VersionOption && option.ValueType != typeof(bool) && option.ValueType != typeof(bool?);

    private Option? Find(string name) => Known().FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));

    // The command's own first, so that run's -h comes before the help of all.
    private IEnumerable<Option> Known()
    {
        foreach (var option in _command.Options)
        {
            yield return option;
        }

        for (var parent = Parent(_command); parent is not null; parent = Parent(parent))
        {
            foreach (var option in parent.Options.Where(o => o.Recursive))
            {
                yield return option;
            }
        }
    }

    private static Command? Parent(Command command) => command.Parents.OfType<Command>().FirstOrDefault();
}

/// <summary>A command line that cannot be cut; the message is for the user.</summary>
internal sealed class CutException(Command command, string message) : Exception(message)
{
    public Command Command { get; } = command;
}
