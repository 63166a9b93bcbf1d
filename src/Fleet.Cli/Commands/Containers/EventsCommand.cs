using System.CommandLine;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Events;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Cli.Output.Templates;

namespace Fleet.Cli.Commands.Containers;

internal sealed class EventsCommand : FleetCommand
{
    private readonly Option<string> _since = Moments.Since();
    private readonly Option<string> _until = new("--until") { Description = "End there instead of going on", HelpName = "TIME" };
    private readonly Option<string[]> _filters = new("--filter", "-f") { Description = "Only those with type=, event=, container=, image=, label=, volume=, job= or node=", HelpName = "KEY=VALUE" };
    private readonly Option<string> _format = new("--format")
    {
        Description = "table, json, or a template such as '{{.Action}} {{.Actor.Attributes.name}}'", HelpName = "FORMAT", DefaultValueFactory = _ => "table",
    };

    public EventsCommand() : base("events", "Follow what happens to jobs, nodes and containers")
    {
        Add(_since);
        Add(_until);
        Add(_filters);
        Add(_format);
    }

    public override string Notes => $"""
        {Moments.Notes}

        Templates know docker's words: Type, Action (and Status), ID, From, Actor.ID, Actor.Attributes (with name, image and the labels),
        Scope, Time and TimeNano, and every field of the JSON.
        """;

    internal static string Line(EventInfo e)
    {
        string where = e.Node.Length > 0 && e.Type != "node" ? $" on {e.Node}" : "";
        string exit = e.ExitCode is { } code ? $" with {code}{(e.OomKilled ? " (out of memory)" : "")}" : "";
        string why = e.Message.Length > 0 ? $": {e.Message}" : "";
        string more = string.Concat(e.Attributes.Where(a => a.Key is not ("exitCode" or "job")).Select(a => $" {a.Key}={a.Value}"));
        return $"{Show.Time(e.Time)}  {e.Type} {e.Name} {e.Action}{where}{exit}{why}{more}";
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string path = Routes.WithQuery(Routes.Events,
            ("since", Moments.Parse("--since", context.Get(_since))), ("until", Moments.Parse("--until", context.Get(_until))));
        var filters = EventFilters.Read(context.Get(_filters) ?? []);
        string format = context.Get(_format)!;
        bool json = format is "json" or "{{json .}}";
        var template = json || format == "table" ? null : Template.Parse(format);
        using var client = context.Connect();
        if (json && filters.IsEmpty)
        {
            await Following.CopyAsync(client, path, context.Io, cancel);
            return ExitCodes.Success;
        }

        await foreach (var e in client.LinesAsync(HttpMethod.Get, path, null, ApiJson.Default.EventInfo, cancel))
        {
            if (!filters.Fits(e)) continue;
            context.Io.Print(template is not null ? template.Render(EventWords.Of(e)) : json ? JsonSerializer.Serialize(e, ApiJson.Default.EventInfo) : Line(e));
        }

        return ExitCodes.Success;
    }
}
