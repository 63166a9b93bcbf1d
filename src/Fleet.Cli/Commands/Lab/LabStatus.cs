using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Lab;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabStatus : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public LabStatus() : base("status", "List the hosts of the lab") => Add(_format);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var hosts = LabCommands.Hosts(context);
        var plan = hosts.Plan;
        ImmutableArray<LabStatusEntry> entries = [.. plan.Nodes.Select(node => LabStatusEntry.Of(hosts, plan, node, context.Root))];
        if (context.Get(_format) == "json")
        {
            Listing.WriteJson(context.Io, JsonSerializer.SerializeToUtf8Bytes(entries, LabStatusJson.Default.ImmutableArrayLabStatusEntry));
            return Task.FromResult(ExitCodes.Success);
        }
        Table.Write(context.Io, entries,
        [
            new("NAME", e => e.Name),
            new("ROLES", e => string.Join(", ", e.Roles)),
            new("STATE", e => e.IsCut ? e.State + ", cut" : e.State),
            new("ADDRESS", e => e.Address),
            new("DOOR", e => e.Door),
            new("PID", e => e.Pid == 0 ? "" : $"{e.Pid}", Right: true),
            new("CGROUP", e => e.Cgroup),
            new("ROOT", e => e.Root),
        ]);
        return Task.FromResult(ExitCodes.Success);
    }
}
