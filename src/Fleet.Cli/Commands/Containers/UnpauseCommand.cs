namespace Fleet.Cli.Commands.Containers;

internal sealed class UnpauseCommand() : EachContainerCommand("unpause", "Let paused containers go on");
