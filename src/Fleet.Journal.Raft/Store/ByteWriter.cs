using System.Buffers.Binary;
using System.Text;

namespace Fleet.Journal.Raft.Store;

/// <summary>Numbers little-endian, texts and byte strings behind their length; what <see cref="ByteReader"/> reads.</summary>
internal sealed class ByteWriter(int capacity = 64)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public ByteWriter Byte(byte value)
    {
        Next(1)[0] = value;
        return this;
    }

    public ByteWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public ByteWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Next(4), value);
        return this;
    }

    public ByteWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);
        return this;
    }

    public ByteWriter Id(Guid value)
    {
        value.TryWriteBytes(Next(16));
        return this;
    }

    public ByteWriter Bytes(ReadOnlySpan<byte> value) => Int(value.Length).Raw(value);

    /// <summary>Without its length.</summary>
    public ByteWriter Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Next(value.Length));
        return this;
    }

    public ByteWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    private Span<byte> Next(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        var next = _bytes.AsSpan(Length, count);
        Length += count;
        return next;
    }
}
