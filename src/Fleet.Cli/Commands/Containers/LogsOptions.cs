using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What <c>logs</c> and <c>job logs</c> have in common.</summary>
internal sealed class LogsOptions
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what is written until the end" };
    private readonly Option<string> _since = Moments.Since();
    private readonly Option<string> _tail = new("--tail", "-n") { Description = "Only the last so many lines (default: all)", HelpName = "N" };
    private readonly Option<bool> _timestamps = new("--timestamps", "-t") { Description = "Begin each line with its time" };
    private readonly Option<string> _format = FormatOption.Create();

    public LogsOptions() => _format.Description = "table (the bytes as written) or json (one object a line; what is not UTF-8 in base64)";

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_follow, _since, _tail, _timestamps, _format])
        {
            command.Options.Add(option);
        }
    }

    public bool Follows(CommandContext context) => context.Get(_follow);

    public string Query(CommandContext context, string path)
    {
        string? tail = context.Get(_tail);
        if (tail is not null and not "all" && !(int.TryParse(tail, out int lines) && lines >= -1))
        {
            throw new UsageException($"--tail is a number of lines or 'all', not '{tail}'");
        }

        return Routes.WithQuery(path,
            ("follow", context.Get(_follow) ? "true" : null),
            ("since", Moments.Parse("--since", context.Get(_since))),
            ("tail", tail is "all" or "-1" ? null : tail));
    }

    public LogPrinter Printer(CommandContext context, bool names) =>
        new(context.Io, context.Get(_timestamps), context.Get(_format) == "json", names);
}
