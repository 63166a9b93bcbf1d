using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Jobs;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Model;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobPsCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job();
    private readonly Option<string> _format = FormatOption.Create();

    public JobPsCommand() : base("ps", "List the allocations of a job: where its replicas run")
    {
        Add(_name);
        Add(_format);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var now = DateTimeOffset.UtcNow;
        return Listing.ShowAsync(context, context.Get(_format), Routes.Job(context.Get(_name), "allocations"), ApiJson.Default.ImmutableArrayAllocationInfo,
        [
            new("ID", a => a.Id),
            new("NAME", a => a.Name),
            new("NODE", a => a.Node.Length == 0 ? "-" : a.Node),
            new("STATE", StateOf),
            new("ATTEMPT", a => $"{a.Attempt}", Right: true),
            new("STARTED", a => Show.Age(a.StartedAt, now), Right: true),
            new("PORTS", a => string.Join(", ", a.Ports.Select(p => $"{p.Name}={p.Number}"))),
            new("WHY", a => a.Message.Length > 0 ? a.Message : a.Reason),
        ], cancel);
    }

    private static string StateOf(AllocationInfo a)
    {
        string state = a.State == Phase.Exited ? a.OomKilled ? $"exited ({a.ExitCode}, out of memory)" : $"exited ({(a.ExitCode is { } code ? code : "?")})" : Show.Word(a.State);
        return a.Unknown ? state + " (node disconnected)" : state;
    }
}
