namespace Fleet.Node.Engine;

public sealed record LogsQuery
{
    public bool Follow { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>The last so many lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only what comes behind this place; goes before <see cref="Tail"/>.</summary>
    public LogPosition? After { get; init; }

    public bool Stdout { get; init; } = true;

    public bool Stderr { get; init; } = true;
}

/// <summary>A place in a log, behind a piece.</summary>
public readonly record struct LogPosition(long File, long Offset);

/// <summary>A piece of output, byte for byte as written; a long line comes in several.</summary>
/// <param name="EndsLine">A newline followed it, which <see cref="Content"/> does not hold.</param>
/// <param name="Gap">Output before this was rotated away before it could be read.</param>
/// <param name="Position">Where it ends: who goes on from there misses and doubles nothing.</param>
public readonly record struct LogChunk(
    DateTimeOffset Time, bool IsError, ReadOnlyMemory<byte> Content, bool EndsLine, bool Gap, LogPosition Position = default);
