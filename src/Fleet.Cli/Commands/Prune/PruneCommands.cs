using System.CommandLine;
using System.Text;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Prune;

/// <summary>What all prune commands share: the filters, the question, the sum.</summary>
internal abstract class PruneCommand : FleetCommand
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Do not ask" };

    protected PruneCommand(string name, string description) : base(name, description)
    {
        Add(_force);
        Add(PruneFilters.Option);
    }

    /// <summary>"all stopped containers", as the question has it.</summary>
    protected abstract IEnumerable<string> What(CommandContext context);

    protected abstract Task PruneAsync(Pruning pruning, CommandContext context);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var filters = PruneFilters.Read(context.Get(PruneFilters.Option) ?? [], DateTimeOffset.Now);
        using var client = context.Connect();
        if (!context.Get(_force) && !Agreed(context))
        {
            return FailureExitCode;
        }

        var pruning = new Pruning(client, context.Io, filters, cancel);
        await PruneAsync(pruning, context);
        pruning.TellReclaimed();
        return ExitCodes.Success;
    }

    private bool Agreed(CommandContext context)
    {
        if (!context.Io.StdinIsTerminal)
        {
            context.Io.Say($"{FullName}: there is nobody to ask: use --force to remove {string.Join(", ", What(context))}");
            return false;
        }

        context.Io.Stderr.Write(Encoding.UTF8.GetBytes($"WARNING! This will remove:\n{string.Concat(What(context).Select(what => $"  - {what}\n"))}Are you sure you want to continue? [y/N] "));
        return new StreamReader(context.Io.Stdin).ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}

internal sealed class ContainerPruneCommand() : PruneCommand("prune", "Remove the containers that do not run")
{
    protected override IEnumerable<string> What(CommandContext context) => ["all stopped containers"];

    protected override Task PruneAsync(Pruning pruning, CommandContext context) => pruning.ContainersAsync();
}

internal sealed class ImagePruneCommand : PruneCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Those with a name too, where no container uses them" };

    public ImagePruneCommand() : base("prune", "Remove images without a name") => Add(_all);

    protected override IEnumerable<string> What(CommandContext context) =>
        [context.Get(_all) ? "all images without at least one container associated to them" : "all dangling images"];

    protected override Task PruneAsync(Pruning pruning, CommandContext context) => pruning.ImagesAsync(context.Get(_all));
}

internal sealed class VolumePruneCommand : PruneCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Those with a name too, where no container uses them" };

    public VolumePruneCommand() : base("prune", "Remove anonymous volumes that no container uses") => Add(_all);

    protected override IEnumerable<string> What(CommandContext context) =>
        [context.Get(_all) ? "all volumes not used by at least one container" : "anonymous volumes not used by at least one container"];

    protected override Task PruneAsync(Pruning pruning, CommandContext context) => pruning.VolumesAsync(context.Get(_all));
}

internal sealed class SystemPruneCommand : PruneCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Images with a name too, where no container uses them" };
    private readonly Option<bool> _volumes = new("--volumes") { Description = "Anonymous volumes too" };

    public SystemPruneCommand() : base("prune", "Remove all that nobody uses")
    {
        Add(_all);
        Add(_volumes);
    }

    protected override IEnumerable<string> What(CommandContext context)
    {
        yield return "all stopped containers";
        if (context.Get(_volumes)) yield return "anonymous volumes not used by at least one container";
        yield return context.Get(_all) ? "all images without at least one container associated to them" : "all dangling images";
    }

    protected override async Task PruneAsync(Pruning pruning, CommandContext context)
    {
        await pruning.ContainersAsync();
        if (context.Get(_volumes)) await pruning.VolumesAsync(all: false);
        await pruning.ImagesAsync(context.Get(_all));
    }
}
