using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Run;

internal sealed class CreateCommand() : MakingCommand("create", "Make a container without starting it, and print its id")
{
    public override string Notes =>
        "Options end at IMAGE: all that follows is the container's. Start it with 'fleet start NAME'.\n"
        + "Exit code: 125 when it cannot be made.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var created = await MakeAsync(client, Request(context), context, cancel);
        context.Io.Print(created.Id);
        return ExitCodes.Success;
    }
}
