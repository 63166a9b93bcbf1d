namespace Fleet.Node.Engine;

public enum EngineError
{
    NotFound,

    /// <summary>A prefix of several; the message names some.</summary>
    Ambiguous,

    /// <summary>The state does not allow it: a name that is taken, a container that runs or does not, an image in use.</summary>
    Conflict,

    /// <summary>What was asked makes no sense; the message names the field.</summary>
    Invalid,

    /// <summary>The command did not start; see <see cref="EngineException.ExitCode"/>.</summary>
    StartFailed,

    /// <summary>Not now: the node is stopping, a registry does not answer, the disk is full.</summary>
    Unavailable,

    /// <summary>A fault of the engine or the kernel.</summary>
    Internal,
}

/// <summary>A refusal or failure of the engine, in words for the user: what failed, on what, why, what to do.</summary>
public sealed class EngineException(EngineError code, string message, int exitCode = 125, Exception? inner = null) : Exception(message, inner)
{
    public EngineError Code { get; } = code;

    /// <summary>What <c>run</c> and <c>exec</c> exit with: 127 command not found, 126 not executable, 125 everything else.</summary>
    public int ExitCode { get; } = exitCode;
}
