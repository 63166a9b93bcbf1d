namespace Fleet.Cli.Commands.Containers;

internal sealed class StopCommand() : EndingCommand("stop", "Stop containers: the stop signal, then SIGKILL");
