using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class RenameCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();
    private readonly Argument<string> _newName = new("NEW-NAME") { Description = "What it is to be called" };

    public RenameCommand() : base("rename", "Give a container another name")
    {
        Add(_name);
        Add(_newName);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        await client.PostAsync(Routes.WithQuery(Routes.Container(context.Get(_name), "rename"), ("to", context.Get(_newName))), cancel);
        return ExitCodes.Success;
    }
}
