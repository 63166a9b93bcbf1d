namespace Fleet.Containers;

/// <summary>A container or an exec did not start.</summary>
public sealed class ContainerStartException(int exitCodeHint, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>What `run` and `exec` exit with: 127 command not found, 126 not executable, 125 Fleet's or the user's error before that.</summary>
    public int ExitCodeHint { get; } = exitCodeHint;
}

/// <summary>What was asked needs a container in another state: exec into one that ended, start of one that runs.</summary>
public sealed class ContainerStateException(string message) : InvalidOperationException(message);
