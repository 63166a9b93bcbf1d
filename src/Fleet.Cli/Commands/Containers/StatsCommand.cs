using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Cli.Output.Templates;

namespace Fleet.Cli.Commands.Containers;

internal sealed class StatsCommand : FleetCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Which ones (default: all that run, those of jobs too)", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _once = new("--no-stream") { Description = "One reading, then end" };
    private readonly Option<bool> _wide = new("--wide") { Description = "Further columns: memory by kind, interfaces, pressure" };
    private readonly Option<string> _format = new("--format")
    {
        Description = "table, json, or a template such as '{{.Name}} {{.CPUPerc}}'", HelpName = "FORMAT", DefaultValueFactory = _ => "table",
    };

    public StatsCommand() : base("stats", "Show live what containers use: CPU, memory, processes, disk, network")
    {
        Add(_names);
        Add(_once);
        Add(_wide);
        Add(_format);
    }

    public override string Notes => $"""
        On a terminal the table is refreshed every second, with containers that come and go, until Ctrl-C.

        {StatsColumns.Notes}
        --format json has all of it, in bytes and nanoseconds. Templates know docker's words: Container, ID, Name, CPUPerc, MemUsage,
        MemPerc, NetIO, BlockIO, PIDs, and every field of the JSON.
        """;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string format = context.Get(_format)!;
        var template = format is "table" or "json" ? null : Template.Parse(format.StartsWith("table ", StringComparison.Ordinal) ? format[6..] : format);
        bool once = context.Get(_once);
        string path = Routes.WithQuery(Routes.Stats, ("names", Names(context)), ("stream", once ? "false" : "true"), ("rounds", once || format == "json" ? null : "true"));
        var columns = context.Get(_wide) ? StatsColumns.Wide : StatsColumns.Usual;
        if (once && template is null)
        {
            return await Listing.ShowAsync(context, format, path, ApiJson.Default.ImmutableArrayStatsInfo, columns, cancel);
        }

        using var client = context.Connect();
        if (format == "json")
        {
            await Following.CopyAsync(client, path, context.Io, cancel);
            return ExitCodes.Success;
        }

        // A line of the answer is one round of readings: an array of all that run.
        var table = new LiveTable<StatsInfo>(context.Io, columns);
        await foreach (var round in client.LinesAsync(HttpMethod.Get, path, null, ApiJson.Default.ImmutableArrayStatsInfo, cancel))
        {
            if (template is null)
            {
                table.Draw(round);
            }
            else
            {
                Print(context.Io, template, round);
            }
        }

        return ExitCodes.Success;
    }

    private string? Names(CommandContext context) => string.Join(',', context.Get(_names)) is { Length: > 0 } names ? names : null;

    private static void Print(ProgramIo io, Template template, ImmutableArray<StatsInfo> round)
    {
        foreach (var reading in round)
        {
            var row = JsonSerializer.SerializeToNode(reading, ApiJson.Default.StatsInfo)!.AsObject();
            row["Container"] = reading.Id;
            row["ID"] = reading.Id;
            row["Name"] = reading.Name;
            row["CPUPerc"] = StatsColumns.Percent(reading.CpuPercent);
            row["MemUsage"] = $"{Show.Bytes(reading.Memory)} / {(reading.MemoryLimit is { } limit ? Show.Bytes(limit) : "none")}";
            row["MemPerc"] = StatsColumns.Percent(reading.MemoryPercent);
            row["NetIO"] = $"{Show.Bytes(reading.NetworkReceived)} / {Show.Bytes(reading.NetworkSent)}";
            row["BlockIO"] = $"{Show.Bytes(reading.BlockRead)} / {Show.Bytes(reading.BlockWritten)}";
            row["PIDs"] = reading.Pids;
            row["Throttled"] = StatsColumns.Throttled(reading.Throttling);
            io.Print(template.Render(row));
        }
    }
}
