namespace Fleet.Containers.Sessions;

/// <summary>A place in what a container has written: the run it belongs to, and the bytes of each stream before it.</summary>
/// <param name="Run">The run's id; a container that is started again has another.</param>
/// <param name="Stdout">Bytes.</param>
/// <param name="Stderr">Bytes.</param>
public readonly record struct OutputPosition(string Run, long Stdout, long Stderr);

/// <summary>How to join a container's streams.</summary>
public sealed record AttachSetup
{
    /// <summary>Feed its stdin, beside others that do, if it was kept open.</summary>
    public bool Stdin { get; init; } = true;

    public bool Stdout { get; init; } = true;
    public bool Stderr { get; init; } = true;

    /// <summary>
    /// Begin here instead of now: what was written since comes from the log, then what is written, without a byte lost or doubled.
    /// The container may have ended meanwhile, or run anew.
    /// </summary>
    public OutputPosition? From { get; init; }
}
