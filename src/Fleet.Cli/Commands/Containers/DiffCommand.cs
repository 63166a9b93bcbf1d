using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class DiffCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();

    public DiffCommand() : base("diff", "List what a container changed of its image's files") => Add(_name);

    public override string Notes =>
        "One line for each file or folder: A added, C changed (or something in it was), D deleted.\nVolumes and other mounts are no part of it.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var changes = await client.GetAsync(Routes.Container(context.Get(_name), "changes"), ApiJson.Default.ImmutableArrayFileChange, cancel);
        if (!changes.IsEmpty)
        {
            context.Io.Print(string.Join('\n', changes.Select(change => $"{change.Kind} {change.Path}")));
        }

        return ExitCodes.Success;
    }
}
