using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Cli.Streams;

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
        var printer = _options.Printer(context, names: false);
        var stream = await client.GetStreamAsync(path, cancel);
        while (true)
        {
            try
            {
                await using (stream)
                {
                    await printer.PrintAsync(stream, cancel);
                    return ExitCodes.Success;
                }
            }
            catch (LogBrokenException) when (_options.Follows(context))
            {
                // The container goes on, and so do we where we were, once there is an agent again.
                stream = await new AgentAway(context.Io).AgainAsync(
                    () => client.GetStreamAsync(Routes.WithQuery(path, ("after", printer.After)), cancel),
                    "its log goes on; 'fleet logs -f' shows it once the agent runs", cancel);
            }
        }
    }
}
