using System.CommandLine;
using System.Globalization;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class WaitCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();

    public WaitCommand() : base("wait", "Wait until containers have ended, and print their exit codes") => Add(_names);

    public override string Notes => "Prints one exit code a line (-1 where nobody saw the end) and itself exits with 0.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            var exit = await client.GetAsync(Routes.Container(name, "wait"), ApiJson.Default.ExitInfo, cancel);
            return (exit.ExitCode ?? -1).ToString(CultureInfo.InvariantCulture);
        });
    }
}
