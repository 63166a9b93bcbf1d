namespace Fleet.Cli.Commands.Containers;

internal sealed class RestartCommand() : EndingCommand("restart", "Stop containers and start them again, on the files they left");
