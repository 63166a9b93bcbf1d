using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

/// <summary>One request of the agent for each of the containers that are named.</summary>
internal abstract class EachContainerCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();

    protected EachContainerCommand(string name, string description) : base(name, description) => Add(_names);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string query = Query(context);
        using var client = context.Connect();
        return await OnEach.RunAsync(context, this, context.Get(_names), async name =>
        {
            await client.PostAsync(Routes.Container(name, Name) + query, cancel);
            return name;
        });
    }

    /// <summary>What goes with each request; empty or <c>?KEY=VALUE</c>.</summary>
    /// <exception cref="UsageException">An option makes no sense.</exception>
    protected virtual string Query(CommandContext context) => "";
}
