namespace Fleet.Cli.CommandLine;

/// <summary>What fleet exits with, where it is not the container's own code.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>timeout(1)'s: a batch job met its time limit.</summary>
    public const int TimeLimit = 124;

    /// <summary>docker's, for run and exec: the fault is Fleet's or the caller's, not the container's.</summary>
    public const int RunFailure = 125;

    public const int NotExecutable = 126;
    public const int NotFound = 127;

    /// <summary>As of a program that SIGPIPE ended: whoever read our output has gone.</summary>
    public const int NoReader = 141;

    /// <summary>A signal N ended what ran: 128 + N.</summary>
    public const int SignalBase = 128;
}
