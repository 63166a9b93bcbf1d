using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Cli.Output.Templates;

namespace Fleet.Cli.Commands.Containers;

/// <summary>How statistics are shown: <c>stats</c> and <c>job stats</c>.</summary>
internal sealed class StatsOptions
{
    private readonly Option<bool> _once = new("--no-stream") { Description = "One reading, then end" };
    private readonly Option<bool> _wide = new("--wide") { Description = "Further columns: memory by kind, interfaces, pressure" };
    private readonly Option<string> _format = new("--format")
    {
        Description = "table, json, or a template such as '{{.Name}} {{.CPUPerc}}'", HelpName = "FORMAT", DefaultValueFactory = _ => "table",
    };

    public const string Notes = $"""
        On a terminal the table is refreshed every second, with containers that come and go, until Ctrl-C.

        {StatsColumns.Notes}

        --format json has all of it, in bytes and nanoseconds. Templates know docker's words: Container, ID, Name, CPUPerc, MemUsage,
        MemPerc, NetIO, BlockIO, PIDs, and every field of the JSON.
        """;

    public void AddTo(Command command)
    {
        command.Add(_once);
        command.Add(_wide);
        command.Add(_format);
    }

    /// <param name="path">Of the agent's API, without what these options add to it.</param>
    public async Task<int> ShowAsync(
        CommandContext context, string path, IReadOnlyList<Column<StatsInfo>> usual, IReadOnlyList<Column<StatsInfo>> wide, CancellationToken cancel)
    {
        string format = context.Get(_format)!;
        var template = format is "table" or "json" ? null : Template.Parse(format.StartsWith("table ", StringComparison.Ordinal) ? format[6..] : format);
        bool once = context.Get(_once);
        path = Routes.WithQuery(path, ("stream", once ? "false" : "true"), ("rounds", once || format == "json" ? null : "true"));
        var columns = context.Get(_wide) ? wide : usual;
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
