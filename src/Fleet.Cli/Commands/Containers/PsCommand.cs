using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Model;

namespace Fleet.Cli.Commands.Containers;

internal sealed class PsCommand : FleetCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Also those that do not run" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Ids only" };
    private readonly Option<string> _format = FormatOption.Create();

    public PsCommand() : base("ps", "List the containers of a node")
    {
        Add(_all);
        Add(_quiet);
        Add(_format);
    }

    public override string Notes => "The JSON's fields: id, name, image, node, state (pending, preparing, created, running, paused, exited),\nexitCode, oomKilled, pid, startedAt, job, and more.";

    internal static string StateOf(ContainerInfo c) => c.RestartAt is not null ? $"restarting ({c.ExitCode}) {Show.Age(c.FinishedAt, DateTimeOffset.UtcNow)} ago"
        : c.State == Phase.Exited ? c.OomKilled ? $"exited ({c.ExitCode}, out of memory)" : $"exited ({(c.ExitCode is { } code ? code : "?")})"
        : c.State == Phase.Paused ? "running (Paused)" : Show.Word(c.State);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string path = Routes.WithQuery(Routes.Containers, ("all", context.Get(_all) ? "true" : null));
        if (context.Get(_quiet))
        {
            using var client = context.Connect();
            foreach (var container in await client.GetAsync(path, ApiJson.Default.ImmutableArrayContainerInfo, cancel))
            {
                context.Io.Print(container.Id);
            }

            return ExitCodes.Success;
        }

        var now = DateTimeOffset.UtcNow;
        return await Listing.ShowAsync(context, context.Get(_format), path, ApiJson.Default.ImmutableArrayContainerInfo,
        [
            new("ID", c => c.Id),
            new("NAME", c => c.Name),
            new("IMAGE", c => Show.Cut(c.Image, 40)),
            new("COMMAND", c => Show.Cut(c.Command, 30)),
            new("STATE", StateOf),
            new("STARTED", c => Show.Age(c.StartedAt, now), Right: true),
            new("PID", c => c.Pid == 0 ? "" : $"{c.Pid}", Right: true),
            new("NODE", c => c.Node),
            new("JOB", c => c.Job),
        ], cancel);
    }
}
