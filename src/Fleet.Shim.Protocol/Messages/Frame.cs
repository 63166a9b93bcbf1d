using System.Buffers.Binary;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>The 8 bytes before every payload: its length (UInt32), the kind and the request's number (UInt16 each).</summary>
public readonly record struct FrameHead(int Length, FrameKind Kind, ushort Number)
{
    public const int Size = 8;

    /// <summary>No payload is longer; who announces more is cut off.</summary>
    public const int MaxPayload = 1 << 20;

    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], (ushort)Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(to[6..], Number);
    }

    /// <exception cref="WireException">A length no frame may have.</exception>
    public static FrameHead Read(ReadOnlySpan<byte> from)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(from);
        return (uint)length <= MaxPayload
            ? new(length, (FrameKind)BinaryPrimitives.ReadUInt16LittleEndian(from[4..]), BinaryPrimitives.ReadUInt16LittleEndian(from[6..]))
            : throw new WireException($"a frame of {(uint)length} bytes");
    }
}

/// <summary>Whole frames, ready to send.</summary>
public static class Frame
{
    public static byte[] Of(FrameKind kind, ushort number, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameHead.Size + payload.Length];
        new FrameHead(payload.Length, kind, number).Write(frame);
        payload.CopyTo(frame.AsSpan(FrameHead.Size));
        return frame;
    }

    public static byte[] Of(FrameKind kind, ushort number) => Of(kind, number, []);

    public static byte[] Of(FrameKind kind, ushort number, Action<WireWriter> write)
    {
        var payload = new WireWriter();
        write(payload);
        return Of(kind, number, payload.Written);
    }
}
