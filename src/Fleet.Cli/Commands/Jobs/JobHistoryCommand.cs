using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobHistoryCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job();
    private readonly Option<string> _format = FormatOption.Create();

    public JobHistoryCommand() : base("history", "List the versions of a job, oldest first")
    {
        Add(_name);
        Add(_format);
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel) =>
        Listing.ShowAsync(context, context.Get(_format), Routes.Job(context.Get(_name), "history"), ApiJson.Default.ImmutableArrayJobVersionInfo,
        [
            new("VERSION", v => v.Current ? $"{v.Version} *" : $"{v.Version}"),
            new("DIGEST", v => Show.Digest(v.Digest)),
            new("SERVICES", v => string.Join("; ", v.Spec.Groups.Select(g => $"{g.Name}: {g.Replicas} x {Show.Cut(g.Container.Image, 50)}"))),
        ], cancel);
}
