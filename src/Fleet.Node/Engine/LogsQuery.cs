namespace Fleet.Node.Engine;

public sealed record LogsQuery
{
    public bool Follow { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>The last so many lines; null for all.</summary>
    public int? Tail { get; init; }

    public bool Stdout { get; init; } = true;

    public bool Stderr { get; init; } = true;
}

/// <summary>A piece of output, byte for byte as written; a long line comes in several.</summary>
/// <param name="EndsLine">A newline followed it, which <see cref="Content"/> does not hold.</param>
/// <param name="Gap">Output before this was rotated away before it could be read.</param>
public readonly record struct LogChunk(DateTimeOffset Time, bool IsError, ReadOnlyMemory<byte> Content, bool EndsLine, bool Gap);
