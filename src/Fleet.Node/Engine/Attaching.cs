namespace Fleet.Node.Engine;

/// <summary>A place in what a container has written: the run it belongs to, and the bytes of each stream before it.</summary>
/// <param name="Run">The run's id; a container that is started again has another.</param>
/// <param name="Stdout">Bytes.</param>
/// <param name="Stderr">Bytes.</param>
public readonly record struct OutputPosition(string Run, long Stdout, long Stderr);

/// <summary>How to join a container's streams.</summary>
public sealed record AttachOptions
{
    /// <summary>Feed its stdin, if it was kept open; beside others that do.</summary>
    public bool Stdin { get; init; } = true;

    public bool Stdout { get; init; } = true;

    public bool Stderr { get; init; } = true;

    /// <summary>
    /// Begin here instead of now: what was written since comes from the log, without a byte lost or doubled. The container may
    /// have ended meanwhile; then the rest of its output is all there is.
    /// </summary>
    public OutputPosition? From { get; init; }

    /// <summary>Start it, with all of its output from the first byte on; one that runs already is joined as it is.</summary>
    public bool Start { get; init; }

    /// <summary>With <see cref="Start"/>: the size of its terminal, where it has one.</summary>
    public TerminalSize? Terminal { get; init; }
}

/// <summary>Someone's hold on the streams of one run of a container.</summary>
public interface IContainerAttachment : IAttachment
{
    /// <summary>The container's.</summary>
    string Id { get; }

    /// <summary>Where the output begins.</summary>
    OutputPosition Position { get; }

    /// <summary>The streams ended before the process, since they were not read in time: attach again from where they stopped.</summary>
    bool WasCut { get; }

    /// <summary>Whether output is missing before what is read now, as it was rotated away. Told once.</summary>
    bool TakeGap();
}
