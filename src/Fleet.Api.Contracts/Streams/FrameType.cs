namespace Fleet.Api.Contracts.Streams;

/// <summary>
/// What a frame carries. On the wire a frame is its type (1 byte), the payload's length (4 bytes, big-endian) and the payload.
/// </summary>
public enum FrameType : byte
{
    /// <summary>First frame of the caller: an <c>ExecRequest</c> or <c>AttachRequest</c> as JSON.</summary>
    Open = 1,

    Stdin = 2,

    /// <summary>Nothing more comes from the caller's stdin.</summary>
    StdinEnd = 3,

    Stdout = 4,
    Stderr = 5,

    /// <summary>A <c>TerminalSize</c> as JSON.</summary>
    Resize = 6,

    /// <summary>A signal's number as decimal text.</summary>
    Signal = 7,

    /// <summary>Last frame of the server: an <c>ExitInfo</c> as JSON.</summary>
    Exit = 8,

    /// <summary>Last frame of the server: an <c>ApiError</c> as JSON.</summary>
    Error = 9,

    /// <summary>
    /// First frame of the server: what was asked for runs. For an attach with an <c>OutputPosition</c> as JSON, and again with each
    /// further run: from there the output that follows counts.
    /// </summary>
    Started = 10,

    /// <summary>A piece of a log: see <see cref="LogFrame"/>.</summary>
    Log = 11,

    /// <summary>From the server: output is missing here, which was rotated away before it could be read.</summary>
    Gap = 12,

    /// <summary>From the caller: it goes on purpose and leaves the process its stdin.</summary>
    Detach = 13,
}

/// <param name="Payload">Valid until the next read from the same reader.</param>
public readonly record struct Frame(FrameType Type, ReadOnlyMemory<byte> Payload);
