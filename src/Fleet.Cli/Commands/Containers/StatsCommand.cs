using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

internal sealed class StatsCommand : FleetCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Which ones (default: all that run)", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _once = new("--no-stream") { Description = "One reading, then end" };
    private readonly Option<string> _format = FormatOption.Create();

    public StatsCommand() : base("stats", "Show what containers use: CPU, memory, processes, disk, network")
    {
        Add(_names);
        Add(_once);
        Add(_format);
    }

    public override string Notes => "Memory is what could not simply be dropped: usage less inactive file cache.";

    private static readonly Column<StatsInfo>[] Columns =
    [
        new("ID", s => s.Id),
        new("NAME", s => s.Name),
        new("CPU", s => s.Cpu is { } cpu ? Show.Cores(cpu) : "-", Right: true),
        new("CPU LIMIT", s => s.CpuLimit is { } limit ? Show.Cores(limit) : "-", Right: true),
        new("THROTTLED", s => s.Throttling is { } t ? $"{t.ThrottledPeriods}/{t.Periods}" : "-", Right: true),
        new("MEMORY", s => Show.Bytes(s.Memory), Right: true),
        new("LIMIT", s => s.MemoryLimit is { } limit ? Show.Bytes(limit) : "-", Right: true),
        new("PIDS", s => $"{s.Pids}", Right: true),
        new("DISK READ", s => Show.Bytes(s.BlockRead), Right: true),
        new("WRITTEN", s => Show.Bytes(s.BlockWritten), Right: true),
        new("NET IN", s => Show.Bytes(s.NetworkReceived), Right: true),
        new("OUT", s => Show.Bytes(s.NetworkSent), Right: true),
    ];

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        bool once = context.Get(_once);
        string path = Routes.WithQuery(Routes.Stats,
            ("names", string.Join(',', context.Get(_names)) is { Length: > 0 } names ? names : null), ("stream", once ? "false" : "true"));
        if (once)
        {
            return await Listing.ShowAsync(context, context.Get(_format), path, ApiJson.Default.ImmutableArrayStatsInfo, Columns, cancel);
        }

        using var client = context.Connect();
        if (context.Get(_format) == "json")
        {
            await Following.CopyAsync(client, path, context.Io, cancel);
            return ExitCodes.Success;
        }

        // One line of JSON is one round of readings: an array of all that run.
        await foreach (var round in client.LinesAsync(HttpMethod.Get, Routes.WithQuery(path, ("rounds", "true")), null, ApiJson.Default.ImmutableArrayStatsInfo, cancel))
        {
            if (context.Io.StdoutIsTerminal)
            {
                context.Io.Stdout.Write("\e[H\e[2J"u8);
            }

            Table.Write(context.Io, round, Columns);
        }

        return ExitCodes.Success;
    }
}
