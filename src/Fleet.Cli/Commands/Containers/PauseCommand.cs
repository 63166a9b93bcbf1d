namespace Fleet.Cli.Commands.Containers;

internal sealed class PauseCommand() : EachContainerCommand("pause", "Make all processes of containers stand still");
