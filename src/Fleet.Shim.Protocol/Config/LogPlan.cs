namespace Fleet.Shim.Protocol;

/// <summary>Keeping of the container's output; see <see cref="LogFormat"/>.</summary>
public sealed record LogPlan
{
    public bool Enabled { get; init; } = true;

    /// <summary>A file that would grow beyond this many bytes is followed by the next; at least 4096.</summary>
    public long MaxBytes { get; init; } = 10 << 20;

    /// <summary>Files kept, the one being written included; at least 1.</summary>
    public int MaxFiles { get; init; } = 3;
}

/// <summary>Stop the container after <paramref name="Seconds"/> without a word from the agent (0: never), with a signal and then a grace before SIGKILL.</summary>
public sealed record DeadmanPlan(int Seconds = 0, int StopSignal = 15, int GraceSeconds = 10);
