using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

internal sealed class LabDown() : FleetCommand("down", "Kill all hosts and remove what they kept: containers, images, volumes, journal")
{
    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        LabCommands.Hosts(context).Down();
        context.Io.Say("the lab is down, nothing of it is left");
        return Task.FromResult(ExitCodes.Success);
    }
}
