namespace Fleet.Cli.CommandLine;

/// <summary>The command line makes no sense; the message says what is wrong and what to write.</summary>
internal class UsageException(string message) : Exception(message);
