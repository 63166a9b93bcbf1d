namespace Fleet.Containers.Logs;

public enum LogStream
{
    Stdout = 1,
    Stderr = 2,
}

/// <summary>A place in a log, behind an entry.</summary>
/// <param name="File">Number of the file; 0 is before the first.</param>
/// <param name="Offset">Bytes of the file before it.</param>
public readonly record struct LogPosition(long File, long Offset);

/// <summary>Which part of a log is wanted.</summary>
public sealed record LogQuery
{
    /// <summary>Go on with what is written until the container has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>Only what was written at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only the last so many lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Only what comes behind this place; goes before <see cref="Tail"/>.</summary>
    public LogPosition? After { get; init; }

    public bool Stdout { get; init; } = true;
    public bool Stderr { get; init; } = true;
}

/// <summary>A piece of output, byte for byte as written; a long line comes in several.</summary>
/// <param name="Time">When the shim read it.</param>
/// <param name="Content">Without the newline that ended it.</param>
/// <param name="EndsLine">A newline followed; false: the line goes on in the next entry of this stream, or never ended.</param>
/// <param name="Gap">Entries before this one were rotated away before they could be read.</param>
/// <param name="Position">Where it ends: who goes on from there misses and doubles nothing.</param>
public readonly record struct LogEntry(
    DateTimeOffset Time, LogStream Stream, ReadOnlyMemory<byte> Content, bool EndsLine, bool Gap = false, LogPosition Position = default);
