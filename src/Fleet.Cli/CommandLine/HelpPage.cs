using System.CommandLine;
using System.CommandLine.Invocation;

namespace Fleet.Cli.CommandLine;

/// <summary>The help of a command: what it does, how it is written, its commands and options, exit codes and examples.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    public static void Write(Command command, TextWriter to)
    {
        to.WriteLine(command.Description);
        to.WriteLine();
        to.WriteLine($"Usage: {Usage(command)}");
        Section(to, "Commands", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")));
        Section(to, "Arguments", command.Arguments.Where(a => a.Description is not null).Select(a => (ArgumentLabel(a), a.Description!)));
        Section(to, "Options", command.Options.Where(o => !o.Hidden && !o.Recursive).OrderBy(o => o.Name, StringComparer.Ordinal).Select(Row));
        Section(to, "Options of every command", Recursive(command).Where(o => !o.Hidden).Select(Row));
        if (command is FleetCommand { Notes.Length: > 0 } fleet)
        {
            to.WriteLine();
            to.WriteLine(fleet.Notes.TrimEnd());
        }

        if (command.Subcommands.Count > 0)
        {
            to.WriteLine();
            to.WriteLine($"'{CommandNames.Of(command)} COMMAND --help' tells more of each command.");
        }
    }

    private static string Usage(Command command)
    {
        string name = CommandNames.Of(command);
        string commands = command.Subcommands.Count == 0 ? "" : command is FleetCommand ? " [COMMAND]" : " COMMAND";
        string options = command.Options.Any(o => !o.Recursive) ? " [OPTIONS]" : "";
        return name + options + commands + string.Concat(command.Arguments.Select(a => " " + ArgumentLabel(a)));
    }

    private static string ArgumentLabel(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        string many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}{many}]" : name + many;
    }

    private static (string, string) Row(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(a => a != option.Name).Append(option.Name).OrderBy(n => n.Length));
        string value = option.ValueType == typeof(bool) || option.HelpName is null ? "" : " " + option.HelpName;
        return (names + value, option.Description ?? "");
    }

    private static IEnumerable<Option> Recursive(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Recursive(parent) : command.Options.Where(o => o.Recursive);

    private static void Section(TextWriter to, string title, IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        to.WriteLine();
        to.WriteLine($"{title}:");
        int width = Math.Min(30, all.Max(r => r.Left.Length));
        foreach (var (left, right) in all)
        {
            to.WriteLine(left.Length <= width ? $"  {left.PadRight(width)}  {right}" : $"  {left}\n  {new string(' ', width)}  {right}");
        }
    }
}
