using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobListCommand : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public JobListCommand() : base("list", "List the jobs of the cluster")
    {
        Aliases.Add("ls");
        Add(_format);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) =>
        Listing.ShowAsync(context, context.Get(_format), Routes.Jobs, ApiJson.Default.ImmutableArrayJobInfo,
        [
            new("NAME", j => j.Name),
            new("STATE", j => Show.Word(j.State)),
            new("VERSION", j => $"{j.Version}", Right: true),
            new("WANTED", j => $"{j.Wanted}", Right: true),
            new("RUNNING", j => $"{j.Running}", Right: true),
            new("PENDING", j => $"{j.Pending}", Right: true),
            new("COMPLETE", j => $"{j.Complete}", Right: true),
            new("FAILED", j => $"{j.Failed}", Right: true),
            new("AGE", j => Show.Age(j.SubmittedAt, DateTimeOffset.UtcNow), Right: true),
            new("WHY PENDING", j => j.Groups.Select(g => g.PendingReason).FirstOrDefault(r => r.Length > 0) ?? ""),
        ], cancel);
}
