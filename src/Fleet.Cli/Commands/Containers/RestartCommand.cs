using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class RestartCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();
    private readonly Option<int?> _time = new("--time", "--timeout", "-t") { Description = "Seconds from the stop signal to SIGKILL; -1: never (default: the container's own, else 10)", HelpName = "SEC" };

    public RestartCommand() : base("restart", "Stop containers and start them again, on the files they left")
    {
        Add(_names);
        Add(_time);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        int? seconds = context.Get(_time);
        if (seconds < -1)
        {
            throw new UsageException($"--time is a number of seconds from 0, or -1 for never, not {seconds}");
        }

        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.PostAsync(Routes.WithQuery(Routes.Container(name, "restart"), ("timeout", seconds?.ToString())), cancel);
            return name;
        });
    }
}
