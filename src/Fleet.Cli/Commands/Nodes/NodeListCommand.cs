using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Nodes;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Nodes;

internal sealed class NodeListCommand : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public NodeListCommand() : base("list", "List the nodes of the cluster: what they have, what is given away, what is in use")
    {
        Aliases.Add("ls");
        Add(_format);
    }

    internal static string Labels(NodeInfo node) => string.Join(", ", node.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) =>
        Listing.ShowAsync(context, context.Get(_format), Routes.Nodes, ApiJson.Default.ImmutableArrayNodeInfo,
        [
            new("NAME", n => n.Name),
            new("STATE", n => Show.Word(n.State)),
            new("ROLES", n => string.Join(", ", n.Roles)),
            new("CPU USED", n => n.Used is { } used ? Show.Cores(used.MilliCpu) : "-", Right: true),
            new("GIVEN", n => Show.Cores(n.Allocated.MilliCpu), Right: true),
            new("OF", n => Show.Cores(n.Allocatable.MilliCpu), Right: true),
            new("MEMORY USED", n => n.Used is { } used ? Show.Bytes(used.MemoryBytes) : "-", Right: true),
            new("GIVEN", n => Show.Bytes(n.Allocated.MemoryBytes), Right: true),
            new("OF", n => Show.Bytes(n.Allocatable.MemoryBytes), Right: true),
            new("LABELS", Labels),
            new("ARCH", n => n.Arch),
            new("KERNEL", n => n.Kernel),
            new("CGROUP", n => $"v{n.CgroupVersion}"),
            new("ADDRESS", n => n.Address),
        ], cancel);
}
