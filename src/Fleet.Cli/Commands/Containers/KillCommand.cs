using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class KillCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();
    private readonly Option<string> _signal = new("--signal", "-s")
    {
        Description = "A name with or without SIG, or a number",
        HelpName = "SIG",
        DefaultValueFactory = _ => "KILL",
    };

    public KillCommand() : base("kill", "Send a signal to the first process of containers (default: KILL)")
    {
        Add(_names);
        Add(_signal);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.PostAsync(Routes.WithQuery(Routes.Container(name, "kill"), ("signal", context.Get(_signal))), cancel);
            return name;
        });
    }
}
