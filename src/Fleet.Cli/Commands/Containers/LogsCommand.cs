using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class LogsCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();
    private readonly LogsOptions _options = new();

    public LogsCommand() : base("logs", "Show what a container wrote, byte for byte")
    {
        Add(_name);
        _options.AddTo(this);
    }

    public override string Notes => $"Its stdout goes to stdout, its stderr to stderr.\n{Moments.Notes}";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string path = _options.Query(context, Routes.Container(context.Get(_name), "logs"));
        using var client = context.Connect();
        await using var stream = await client.GetStreamAsync(path, cancel);
        await _options.Printer(context, names: false).PrintAsync(stream, cancel);
        return ExitCodes.Success;
    }
}
