using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class StatsCommand : FleetCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Which ones (default: all that run, those of jobs too)", Arity = ArgumentArity.ZeroOrMore };
    private readonly StatsOptions _options = new();

    public StatsCommand() : base("stats", "Show live what containers use: CPU, memory, processes, disk, network")
    {
        Add(_names);
        _options.AddTo(this);
    }

    public override string Notes => StatsOptions.Notes;

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string names = string.Join(',', context.Get(_names));
        string path = Routes.WithQuery(Routes.Stats, ("names", names.Length > 0 ? names : null));
        return _options.ShowAsync(context, path, StatsColumns.Usual, StatsColumns.Wide, cancel);
    }
}
