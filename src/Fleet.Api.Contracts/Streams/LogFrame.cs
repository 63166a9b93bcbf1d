using System.Buffers.Binary;

namespace Fleet.Api.Contracts.Streams;

/// <summary>
/// The payload of <see cref="FrameType.Log"/>: time in nanoseconds since 1970 (8 bytes, big-endian), flags (1), length of the
/// name (1), number of the log's file (8) and offset in it (8), the allocation's name (UTF-8; empty where only one is read), then
/// the output byte for byte.
/// </summary>
/// <param name="Content">Without the newline that ended it.</param>
/// <param name="File">With <paramref name="Offset"/>: where the piece ends in the log; who asks for what comes after misses and doubles nothing.</param>
public readonly record struct LogFrame(
    DateTimeOffset Time, bool Stderr, bool EndsLine, bool Gap, string Name, ReadOnlyMemory<byte> Content, long File = 0, long Offset = 0)
{
    private const byte StderrFlag = 1, EndsLineFlag = 2, GapFlag = 4;
    private const int HeaderLength = 26;

    public byte[] Encode()
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(Name);
        if (name.Length > byte.MaxValue)
        {
            throw new InvalidOperationException($"the allocation's name is too long for a log frame: {Name}");
        }

        byte[] payload = new byte[HeaderLength + name.Length + Content.Length];
        BinaryPrimitives.WriteInt64BigEndian(payload, (Time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100);
        payload[8] = (byte)((Stderr ? StderrFlag : 0) | (EndsLine ? EndsLineFlag : 0) | (Gap ? GapFlag : 0));
        payload[9] = (byte)name.Length;
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(10), File);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(18), Offset);
        name.CopyTo(payload, HeaderLength);
        Content.CopyTo(payload.AsMemory(HeaderLength + name.Length));
        return payload;
    }

    /// <exception cref="InvalidDataException">Too short.</exception>
    public static LogFrame Decode(ReadOnlyMemory<byte> payload)
    {
        var bytes = payload.Span;
        if (bytes.Length < HeaderLength || bytes.Length < HeaderLength + bytes[9])
        {
            throw new InvalidDataException("a log frame is too short");
        }

        long ticks = BinaryPrimitives.ReadInt64BigEndian(bytes) / 100;
        byte flags = bytes[8];
        int nameLength = bytes[9];
        string name = nameLength == 0 ? "" : System.Text.Encoding.UTF8.GetString(bytes.Slice(HeaderLength, nameLength));
        return new LogFrame(
            DateTimeOffset.UnixEpoch.AddTicks(ticks), (flags & StderrFlag) != 0, (flags & EndsLineFlag) != 0, (flags & GapFlag) != 0,
            name, payload[(HeaderLength + nameLength)..],
            BinaryPrimitives.ReadInt64BigEndian(bytes[10..]), BinaryPrimitives.ReadInt64BigEndian(bytes[18..]));
    }
}
